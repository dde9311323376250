"""`python -m ops.postgres URL`: whether a PostgreSQL answers there. Needs the installed requirements."""

import sys

import psycopg


def main() -> None:
    url = sys.argv[1]
    server = url.rsplit("/", 1)[0] + "/postgres"
    try:
        with psycopg.connect(server, connect_timeout=5) as connection:
            version = connection.info.server_version // 10000
    except psycopg.OperationalError as error:
        reason = str(error).strip().splitlines()[-1]
        sys.exit(
            f"No PostgreSQL answers at the address in DATABASE_URL: start one or set DATABASE_URL ({reason})."
        )
    if version < 15:
        sys.exit(f"PostgreSQL 15 or newer is needed, and this server is version {version}.")
    print(f"PostgreSQL {version} answers.")


if __name__ == "__main__":
    main()
