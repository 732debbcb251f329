/* request.c -- a form that is sent twice is done once (design, decision 4). */
#include <string.h>

#include "store/store.h"
#include "store/transaction.h"

#define CODE_SIZE 80

struct request {
	char call[CODE_SIZE];
	char digest[CODE_SIZE];
	int64_t result;
};

static void
read_request(struct db_statement *q, void *record)
{
	struct request *r = record;

	db_column_text(q, 0, r->call, sizeof(r->call));
	db_column_text(q, 1, r->digest, sizeof(r->digest));
	r->result = db_column_int(q, 2);
}

enum kerr
store_request_get(struct store *st, const char *key, const char *call,
    const char *digest, bool *found, int64_t *result)
{
	static const char sql[] =
	    "SELECT call, digest, result FROM request WHERE key = :key";
	struct db_statement *q = NULL;
	struct request r = {"", "", 0};
	enum kerr e;

	*found = false;
	*result = 0;
	if ((e = store_read(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_text(q, ":key", key);
	e = store_one(q, read_request, &r);
	if (e == ERR_NOT_FOUND)
		return KERR_OK;
	if (e != KERR_OK)
		return e;
	if (strcmp(r.call, call) != 0 || strcmp(r.digest, digest) != 0)
		return ERR_REQUEST_REUSED;
	*found = true;
	*result = r.result;
	return KERR_OK;
}

enum kerr
store_request_put(struct store *st, const char *key, const char *call,
    const char *digest, int64_t result)
{
	static const char sql[] =
	    "INSERT INTO request (key, call, digest, result, at)"
	    " VALUES (:key, :call, :digest, :result, :now)";
	struct db_statement *q = NULL;
	enum kerr e;

	if (strlen(call) >= CODE_SIZE || strlen(digest) >= CODE_SIZE)
		return ERR_TOO_LONG;
	if ((e = store_write(st, sql, &q)) != KERR_OK)
		return e;
	db_bind_text(q, ":key", key);
	db_bind_text(q, ":call", call);
	db_bind_text(q, ":digest", digest);
	db_bind_int(q, ":result", result);
	db_bind_int(q, ":now", store_now(st));
	return store_done(q);
}
