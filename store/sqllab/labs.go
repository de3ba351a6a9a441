package sqllab

var accounts = []string{
	"CREATE TABLE account (name TEXT PRIMARY KEY, balance INTEGER NOT NULL CHECK (balance >= 0))",
	"INSERT INTO account VALUES ('alice', 100), ('bob', 0)",
}

const (
	take = "UPDATE account SET balance = balance - 30 WHERE name = 'alice'"
	give = "UPDATE account SET balance = balance + 30 WHERE name = 'bob'"
	look = "SELECT name, balance FROM account ORDER BY name"
)

func transfer() Lab {
	return Lab{Name: "transfer", Title: "What is left of a transfer that crashes half-way?",
		About: "Alice has 100, Bob has 0, and 30 are to go from her to him.", Setup: accounts,
		Sessions: [2]string{"app", "other"},
		Steps: []Step{
			{Session: "app", SQL: take, About: "Without BEGIN every statement is a transaction of its own. The first half is done."},
			{Crash: true, About: "The process dies before the second half."},
			{Session: "app", SQL: look, About: "Alice has paid, Bob has nothing: 30 are gone.", Want: Want{Rows: "alice 70; bob 0"}},
			{Session: "app", SQL: "UPDATE account SET balance = 100 WHERE name = 'alice'", About: "Put them back, and do it properly."},
			{Session: "app", SQL: "BEGIN", About: "From here on it is one transaction."},
			{Session: "app", SQL: take, About: "The first half again."},
			{Session: "app", SQL: look, About: "The session sees its own change.", Want: Want{Rows: "alice 70; bob 0"}},
			{Crash: true, About: "The process dies at the same place."},
			{Session: "app", SQL: look, About: "Atomicity: what was not committed never happened.", Want: Want{Rows: "alice 100; bob 0"}},
			{Session: "app", SQL: "BEGIN", About: "Once more, to the end."},
			{Session: "app", SQL: take, About: "The first half."},
			{Session: "app", SQL: give, About: "The second half."},
			{Session: "app", SQL: "COMMIT", About: "Now it counts."},
			{Crash: true, About: "A crash straight after COMMIT."},
			{Session: "app", SQL: look, About: "Durability: what was committed is there.", Want: Want{Rows: "alice 70; bob 30"}},
			{Session: "app", SQL: "UPDATE account SET balance = balance - 500 WHERE name = 'alice'", About: "Consistency: no balance may fall below 0, and the database refuses.", Want: Want{Error: "CHECK constraint failed"}},
		}}
}

func dirtyRead() Lab {
	return Lab{Name: "dirty-read", Title: "What does read uncommitted let you see?", Memory: true,
		About: "Anna and Ben share a database in memory. Ben may choose to read what is not committed.", Setup: accounts,
		Sessions: [2]string{"anna", "ben"},
		Steps: []Step{
			{Session: "ben", SQL: "PRAGMA read_uncommitted = 1", About: "Ben gives up isolation."},
			{Session: "anna", SQL: "BEGIN", About: "Anna begins."},
			{Session: "anna", SQL: take, About: "She takes 30 off and has not decided yet."},
			{Session: "ben", SQL: look, About: "Ben sees it already: a dirty read.", Want: Want{Rows: "alice 70; bob 0"}},
			{Session: "anna", SQL: "ROLLBACK", About: "Anna takes it back."},
			{Session: "ben", SQL: look, About: "What Ben saw was never true.", Want: Want{Rows: "alice 100; bob 0"}},
			{Session: "ben", SQL: "PRAGMA read_uncommitted = 0", About: "Ben asks for isolation again."},
			{Session: "anna", SQL: "BEGIN", About: "The same once more."},
			{Session: "anna", SQL: take, About: "She takes 30 off."},
			{Session: "ben", SQL: look, About: "Now Ben waits for Anna's lock, and sees nothing wrong meanwhile.", Want: Want{Error: "locked"}},
			{Session: "anna", SQL: "COMMIT", About: "Anna decides."},
			{Session: "ben", SQL: look, About: "Ben sees what was committed.", Want: Want{Rows: "alice 70; bob 0"}},
		}}
}

func snapshot() Lab {
	return Lab{Name: "snapshot", Title: "What happens when a reader of an old snapshot wants to write?",
		About: "Anna and Ben have a file with a write-ahead log, where readers and a writer do not hinder each other.", Setup: accounts,
		Sessions: [2]string{"anna", "ben"},
		Steps: []Step{
			{Session: "ben", SQL: "BEGIN DEFERRED", About: "A deferred transaction takes no lock yet."},
			{Session: "ben", SQL: look, About: "His first read fixes his snapshot.", Want: Want{Rows: "alice 100; bob 0"}},
			{Session: "anna", SQL: take, About: "Anna writes meanwhile, and nobody has to wait."},
			{Session: "anna", SQL: look, About: "She sees the new state.", Want: Want{Rows: "alice 70; bob 0"}},
			{Session: "ben", SQL: look, About: "Ben still sees his snapshot: a repeatable read.", Want: Want{Rows: "alice 100; bob 0"}},
			{Session: "ben", SQL: give, About: "He may not write on top of a state that is past: SQLITE_BUSY_SNAPSHOT.", Want: Want{Error: "locked"}},
			{Session: "ben", SQL: "ROLLBACK", About: "Waiting would not help. He has to begin anew."},
			{Session: "ben", SQL: "BEGIN IMMEDIATE", About: "An immediate transaction takes the write lock at once."},
			{Session: "anna", SQL: "UPDATE account SET balance = 1", About: "There is one writer at a time: SQLITE_BUSY.", Want: Want{Error: "locked"}},
			{Session: "ben", SQL: give, About: "Ben's write is safe now."},
			{Session: "ben", SQL: "COMMIT", About: "He lets the lock go."},
			{Session: "anna", SQL: look, About: "Both changes are there.", Want: Want{Rows: "alice 70; bob 30"}},
		}}
}

func plan() Lab {
	const query = "SELECT count(*), sum(amount) FROM orders WHERE visit(id) AND customer = 77"
	return Lab{Name: "query-plan", Title: "How many rows does a query look at, without an index and with one?", Memory: true,
		About:    "100,000 orders of 1,000 customers. visit() counts each row that the query looks at.",
		Sessions: [2]string{"app", "other"}, Plans: true,
		Setup: []string{
			"CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER NOT NULL, amount INTEGER NOT NULL)",
			"INSERT INTO orders WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) SELECT i, i * 7919 % 1000, i % 50 FROM n",
		},
		Steps: []Step{
			{Session: "app", SQL: "SELECT count(*) FROM orders", About: "The table.", Want: Want{Rows: "100000"}},
			{Session: "app", SQL: "EXPLAIN QUERY PLAN SELECT * FROM orders WHERE customer = 77", About: "SCAN is every row, from the first to the last.", Want: Want{Plan: "SCAN orders"}},
			{Session: "app", SQL: query, About: "All 100,000 for the orders of one customer.", Want: Want{Visited: 100000}},
			{Session: "app", SQL: "CREATE INDEX orders_by_customer ON orders (customer)", About: "An index is a second, sorted copy of the column."},
			{Session: "app", SQL: "EXPLAIN QUERY PLAN SELECT * FROM orders WHERE customer = 77", About: "SEARCH goes straight to the place.", Want: Want{Plan: "SEARCH orders USING INDEX orders_by_customer"}},
			{Session: "app", SQL: query, About: "The same question again: 100 rows instead of 100,000.", Want: Want{Visited: 100}},
			{Session: "app", SQL: "EXPLAIN QUERY PLAN SELECT * FROM orders WHERE customer + 0 = 77", About: "A sum around the column hides it from the index.", Want: Want{Plan: "SCAN orders"}},
			{Session: "app", SQL: "CREATE INDEX orders_covering ON orders (customer, amount)", About: "An index with all that is asked for."},
			{Session: "app", SQL: "EXPLAIN QUERY PLAN SELECT sum(amount) FROM orders WHERE customer = 77", About: "COVERING: the table itself is not touched any more.", Want: Want{Plan: "COVERING INDEX"}},
		}}
}

func injection() Lab {
	const typed = "x' OR '1' = '1"
	return Lab{Name: "injection", Title: "What can somebody do who types SQL into a form?", Memory: true,
		About: "A form asks for a name and a password. One program joins what is typed into its SQL; another hands it over as parameters. The person types  " + typed + "  as the password.",
		Setup: []string{
			"CREATE TABLE login (name TEXT PRIMARY KEY, password TEXT NOT NULL)",
			"INSERT INTO login VALUES ('alice', 'winter'), ('bob', 'summer')",
		},
		Sessions: [2]string{"joined", "bound"},
		Form: &Form{Fields: []string{"name", "password"}, SQL: "SELECT name FROM login WHERE name = ? AND password = ?",
			Try: "x' OR '1' = '1"},
		Steps: []Step{
			{Session: "joined", SQL: "SELECT name FROM login WHERE name = 'alice' AND password = 'wrong'", About: "An honest mistake: no row, no entry.", Want: Want{Rows: "-"}},
			{Session: "joined", SQL: "SELECT name FROM login WHERE name = 'alice' AND password = '" + typed + "'", About: "The program joins strings. The quote ends the password, and the rest is SQL: everybody is let in.", Want: Want{Rows: "alice; bob"}},
			{Session: "joined", SQL: "SELECT name FROM login WHERE name = 'alice' AND password = 'x' UNION SELECT password FROM login --'", About: "The same hole gives the passwords away.", Want: Want{Rows: "summer; winter"}},
			{Session: "bound", SQL: "SELECT name FROM login WHERE name = ? AND password = ?", Values: []any{"alice", typed}, About: "With parameters the text is a value, whatever is in it: no entry.", Want: Want{Rows: "-"}},
			{Session: "bound", SQL: "SELECT name FROM login WHERE name = ? AND password = ?", Values: []any{"alice", "winter"}, About: "The right password still works.", Want: Want{Rows: "alice"}},
			{Session: "joined", SQL: "PRAGMA query_only = 1", About: "Least privilege: a session that only reads cannot do worse, whatever slips through."},
			{Session: "joined", SQL: "DELETE FROM login", About: "Refused.", Want: Want{Error: "readonly"}},
		}}
}

func free() Lab {
	return Lab{Name: "free", Title: "What does a real database make of your own statements?",
		About:    "An empty database in a file with a write-ahead log, and two sessions. Make a table, begin a transaction on the left, and look from the right. The process can crash at any point.",
		Sessions: [2]string{"left", "right"}}
}
