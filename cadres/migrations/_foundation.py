"""What every later table rests on: extensions, Vietnamese text functions, the actor of a transaction, the application role."""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations

TEXT_FUNCTIONS = r"""
CREATE FUNCTION public.vi_unaccent(t text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $f$
  SELECT pg_catalog.lower(
    pg_catalog.translate(
      pg_catalog.regexp_replace(normalize(t, NFD), '[\u0300-\u036f]', '', 'g'), 'ĐđÐðƉɖ', 'dddddd'
    ) COLLATE "C")
$f$;
CREATE FUNCTION public.vi_join(VARIADIC parts text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $f$
  SELECT pg_catalog.array_to_string(parts, ' ')
$f$;
-- One syllable as a key for the C collation: base letters first (ă, â, đ, ê, ô, ơ, ư after their plain letter), then the
-- tone: ngang 1, huyền 2, hỏi 3, ngã 4, sắc 5, nặng 6.
CREATE FUNCTION public.vi_syllable_key(syllable text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $f$
DECLARE
  s text := normalize(syllable, NFD);
  tone text := CASE
    WHEN s ~ '\u0300' THEN '2' WHEN s ~ '\u0309' THEN '3' WHEN s ~ '\u0303' THEN '4'
    WHEN s ~ '\u0301' THEN '5' WHEN s ~ '\u0323' THEN '6' ELSE '1' END;
BEGIN
  s := pg_catalog.regexp_replace(s, '[\u0300\u0309\u0303\u0301\u0323]', '', 'g');
  s := pg_catalog.lower(pg_catalog.translate(s, 'ĐÐƉðɖ', 'đđđđđ') COLLATE "C");
  s := pg_catalog.replace(pg_catalog.replace(s, U&'a\0306', 'a{'), U&'a\0302', 'a|');
  s := pg_catalog.replace(pg_catalog.replace(s, U&'e\0302', 'e{'), 'đ', 'd{');
  s := pg_catalog.replace(pg_catalog.replace(s, U&'o\0302', 'o{'), U&'o\031B', 'o|');
  s := pg_catalog.replace(s, U&'u\031B', 'u{');
  RETURN s || tone;
END $f$;
-- Keys of whole phrases: padded numbers, so that "Tổ 2" comes before "Tổ 10".
CREATE FUNCTION public.vi_key(t text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $f$
  SELECT coalesce(pg_catalog.string_agg(
    CASE WHEN s ~ '^[0-9]+$' THEN pg_catalog.lpad(s, 12, '0') ELSE public.vi_syllable_key(s) END, ' ' ORDER BY n), '')
  FROM pg_catalog.regexp_split_to_table(pg_catalog.btrim(t), '\s+') WITH ORDINALITY AS parts(s, n)
$f$;
CREATE FUNCTION public.vi_name_key(t text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $f$
  SELECT coalesce(pg_catalog.string_agg(public.vi_syllable_key(s), ' ' ORDER BY n DESC), '')
  FROM pg_catalog.regexp_split_to_table(pg_catalog.btrim(t), '\s+') WITH ORDINALITY AS parts(s, n)
$f$;
"""
DROP_TEXT_FUNCTIONS = """
DROP FUNCTION public.vi_name_key(text);
DROP FUNCTION public.vi_key(text);
DROP FUNCTION public.vi_syllable_key(text);
DROP FUNCTION public.vi_join(text[]);
DROP FUNCTION public.vi_unaccent(text);
"""

# Volatile, so that adding a column with this default to an empty table doesn't ask for an actor.
ACTOR_FUNCTIONS = """
CREATE FUNCTION public.app_actor() RETURNS bigint LANGUAGE plpgsql VOLATILE AS $f$
DECLARE who text := pg_catalog.current_setting('app.actor', true);
BEGIN
  IF who IS NULL OR who = '' THEN
    RAISE EXCEPTION 'nothing is done by nobody: no actor is set in this transaction' USING ERRCODE = '42501';
  END IF;
  RETURN who::bigint;
END $f$;
CREATE FUNCTION public.app_request() RETURNS text LANGUAGE sql VOLATILE AS $f$
  SELECT coalesce(pg_catalog.current_setting('app.request_id', true), '')
$f$;
"""
DROP_ACTOR_FUNCTIONS = """
DROP FUNCTION public.app_request();
DROP FUNCTION public.app_actor();
"""

# Roles are cluster-wide: another database of the same server may have made this one a moment ago.
APPLICATION_ROLE = """
DO $do$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = 'dotpha_app') THEN
    CREATE ROLE dotpha_app NOLOGIN;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $do$;
GRANT USAGE ON SCHEMA public TO dotpha_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO dotpha_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO dotpha_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO dotpha_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO dotpha_app;
"""
DROP_PRIVILEGES = """
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON SEQUENCES FROM dotpha_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM dotpha_app;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM dotpha_app;
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM dotpha_app;
REVOKE ALL ON SCHEMA public FROM dotpha_app;
"""


OPERATIONS = [
    TrigramExtension(),
    BtreeGistExtension(),
    migrations.RunSQL(TEXT_FUNCTIONS, DROP_TEXT_FUNCTIONS),
    migrations.RunSQL(ACTOR_FUNCTIONS, DROP_ACTOR_FUNCTIONS),
    migrations.RunSQL(APPLICATION_ROLE, DROP_PRIVILEGES),
]
