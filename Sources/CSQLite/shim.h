// SQLite's own interface, for the database in which rules run: its authorizer and its limits have no other door.
#include <sqlite3.h>
