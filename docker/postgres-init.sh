#!/bin/bash
# The database of Greffe and the role that owns it, when the container of PostgreSQL starts for the first time. The owner is
# no superuser; it may make the one role that the migrations want, under which the server then works.
set -euo pipefail
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres <<'SQL'
\set password `cat "${GREFFE_PASSWORD_FILE:-/run/secrets/greffe-password}"`
CREATE ROLE greffe_owner LOGIN CREATEROLE PASSWORD :'password';
CREATE DATABASE greffe OWNER greffe_owner;
REVOKE CONNECT, TEMPORARY ON DATABASE greffe FROM PUBLIC;
SQL
