package sqllab_test

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"netsplit/store/sqllab"
)

func open(t *testing.T, name string) *sqllab.Run {
	t.Helper()
	l, ok := sqllab.Find(name)
	if !ok {
		t.Fatalf("no lab %s", name)
	}
	r, err := sqllab.Open(context.Background(), l)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

// Every step of every lab comes to what the lab says, in real SQLite, and names
// one of its two sessions.
func TestLabsKeepTheirWord(t *testing.T) {
	for _, l := range sqllab.Labs() {
		t.Run(l.Name, func(t *testing.T) {
			r := open(t, l.Name)
			for i, s := range l.Steps {
				got := r.Step(context.Background(), s)
				if ok, want := got.Met(s.Want); !ok {
					t.Errorf("step %d, %s: %v, %d visited, error %q; want %s", i+1, s.SQL, got.Rows, got.Visited, got.Error, want)
				}
				if !s.Crash && s.Session != l.Sessions[0] && s.Session != l.Sessions[1] {
					t.Errorf("step %d is of the session %q", i+1, s.Session)
				}
			}
		})
	}
}

// A learner's own statement is bounded, and reaches no file.
func TestOwnStatementsAreBounded(t *testing.T) {
	outside := t.TempDir() + "/outside.db"
	r := open(t, "transfer")
	r.Longest = 500 * time.Millisecond
	const endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
	for _, test := range []struct{ sql, want string }{
		{"ATTACH '" + outside + "' AS o", "ATTACH is not allowed"},
		{"select 1; /* x */ attach '" + outside + "' AS o", "ATTACH is not allowed"},
		{"VACUUM INTO '" + outside + "'", "VACUUM is not allowed"},
		{"EXPLAIN VACUUM", "VACUUM is not allowed"},
		{"SELECT load_extension('x')", "not authorized"},
		{"PRAGMA writable_schema = 1", "not allowed"},
		{"PRAGMA main.\"temp_store_directory\" = '/tmp'", "not allowed"},
		{"EXPLAIN PRAGMA hard_heap_limit = 1", "not allowed"},
		{"PRAGMA max_page_count = 99999999", "can be asked here"},
		{"PRAGMA busy_timeout = 600000", "goes up to"},
		{endless + "SELECT count(*) FROM n", "stopped after"},
		{endless + "SELECT count(*) FROM (SELECT i, hex(zeroblob(40000)) AS x FROM n ORDER BY x)", "stopped after"},
		{"SELECT hex(zeroblob(10000000))", "too big"},
		{"SELEC 1", "syntax error"},
		{"SELECT 1\x00; ATTACH 'x' AS y", "NUL"},
		{strings.Repeat("x", 20_000), "at most"},
	} {
		begun := time.Now()
		if got := r.Run(context.Background(), "own", test.sql); !strings.Contains(got.Error, test.want) {
			t.Errorf("%.60s: %q, want %q", test.sql, got.Error, test.want)
		}
		if took := time.Since(begun); took > 20*time.Second {
			t.Errorf("%.60s took %v", test.sql, took)
		}
	}
	if _, err := os.Stat(outside); err == nil {
		t.Error("a file outside was written")
	}
	many := r.Run(context.Background(), "own", endless+"SELECT i FROM n")
	if len(many.Rows) != sqllab.MostRows || !many.Cut {
		t.Errorf("%d rows, cut %v, error %q", len(many.Rows), many.Cut, many.Error)
	}
	if got := r.Run(context.Background(), "own", "SELECT 1"); got.Error != "" {
		t.Errorf("the session does not survive: %s", got.Error)
	}
}

// What takes its time is stopped by hand at once, and the session goes on.
func TestStoppedByHand(t *testing.T) {
	r := open(t, "free")
	ctx, stop := context.WithCancel(context.Background())
	time.AfterFunc(100*time.Millisecond, stop)
	got := r.Run(ctx, "left", "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")
	if !got.Stopped || !strings.Contains(got.Error, "stopped by hand") {
		t.Errorf("%+v", got)
	}
	if got := r.Run(context.Background(), "left", "SELECT 1"); got.Error != "" {
		t.Errorf("the session does not survive: %s", got.Error)
	}
}

// A session that waits for a lock goes on when the other session lets it go.
func TestWaitsForTheOther(t *testing.T) {
	r := open(t, "dirty-read")
	background := context.Background()
	r.Run(background, "anna", "BEGIN")
	if got := r.Run(background, "anna", "UPDATE account SET balance = 70 WHERE name = 'alice'"); !got.Open || got.Changed != 1 {
		t.Fatalf("%+v", got)
	}
	done := make(chan sqllab.Result)
	go func() { done <- r.Run(background, "ben", "SELECT balance FROM account WHERE name = 'alice'") }()
	select {
	case got := <-done:
		t.Fatalf("ben did not wait: %+v", got)
	case <-time.After(100 * time.Millisecond):
	}
	if got := r.Run(background, "anna", "COMMIT"); got.Error != "" || got.Open {
		t.Fatalf("%+v", got)
	}
	if got := <-done; got.Error != "" || len(got.Rows) != 1 || got.Rows[0][0] != "70" {
		t.Errorf("%+v", got)
	}
}

// A crash in the middle of a statement stops it, and what was not committed is
// gone.
func TestCrashUnderWay(t *testing.T) {
	r := open(t, "free")
	background := context.Background()
	r.Run(background, "left", "CREATE TABLE t (i)")
	r.Run(background, "left", "BEGIN; INSERT INTO t VALUES (1)")
	done := make(chan sqllab.Result)
	go func() {
		done <- r.Run(background, "right", "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")
	}()
	time.Sleep(100 * time.Millisecond)
	if err := r.Crash(); err != nil {
		t.Fatal(err)
	}
	if got := <-done; !strings.Contains(got.Error, "died") {
		t.Errorf("%+v", got)
	}
	if got := r.Run(background, "left", "SELECT count(*) FROM t"); got.Error != "" || got.Rows[0][0] != "0" {
		t.Errorf("%+v", got)
	}
}

// The same input joined into the statement lets everybody in, and as a
// parameter nobody.
func TestFormJoinedAndBound(t *testing.T) {
	l, _ := sqllab.Find("injection")
	r := open(t, "injection")
	background := context.Background()
	typed := []string{"alice' --", "whatever"}
	if got := r.Run(background, "joined", l.Form.Joined(typed)); len(got.Rows) != 1 {
		t.Errorf("joined: %+v", got)
	}
	if got := r.Run(background, "bound", l.Form.SQL, l.Form.Bound(typed)...); len(got.Rows) != 0 || got.Error != "" {
		t.Errorf("bound: %+v", got)
	}
}

// The plan of a query comes with it, and changes with an index.
func TestPlan(t *testing.T) {
	r := open(t, "query-plan")
	background := context.Background()
	const query = "SELECT count(*) FROM orders WHERE customer = 7"
	if got := r.Run(background, "app", query); strings.Join(got.Plan, "") != "SCAN orders" {
		t.Errorf("%q", got.Plan)
	}
	r.Run(background, "app", "CREATE INDEX i ON orders (customer)")
	if got := r.Run(background, "app", query); !strings.Contains(strings.Join(got.Plan, ""), "INDEX i ") {
		t.Errorf("%q", got.Plan)
	}
}

func TestReadLine(t *testing.T) {
	l, _ := sqllab.Find("snapshot")
	for typed, want := range map[string]sqllab.Line{
		"":                    {Word: sqllab.Next, Session: "anna"},
		"next":                {Word: sqllab.Next, Session: "anna"},
		" ben : SELECT 1 ":    {Word: sqllab.Statement, Session: "ben", SQL: "SELECT 1"},
		"SELECT ':x'":         {Word: sqllab.Statement, Session: "anna", SQL: "SELECT ':x'"},
		"carl: SELECT 1":      {Word: sqllab.Statement, Session: "anna", SQL: "carl: SELECT 1"},
		"plan SELECT 1":       {Word: sqllab.Statement, Session: "anna", SQL: "EXPLAIN QUERY PLAN SELECT 1"},
		"CRASH":               {Word: sqllab.CrashWord, Session: "anna", SQL: "CRASH"},
		"form":                {Word: sqllab.Statement, Session: "anna", SQL: "form"}, // this lab has none
		"q":                   {Word: sqllab.Quit, Session: "anna"},
		"ben: anew":           {Word: sqllab.Anew, Session: "ben"},
		"next FROM somewhere": {Word: sqllab.Statement, Session: "anna", SQL: "next FROM somewhere"},
	} {
		if got := l.ReadLine("anna", typed); got != want {
			t.Errorf("%q: %+v, want %+v", typed, got, want)
		}
	}
}

func TestComplete(t *testing.T) {
	for text, want := range map[string]bool{
		"SELECT 1;": true, "SELECT 1": false, "SELECT ';": false, "SELECT 1; -- ;": true, "SELECT 1 -- ;": false, "/* ; */": false, "": false,
		"CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM b;":      false,
		"CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM b; END;": true,
		"BEGIN;": true, "END;": true, "SELECT \"a;b\";": true,
	} {
		if got := sqllab.Complete(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// Whatever is typed, reading it ends and does not panic.
func FuzzRefused(f *testing.F) {
	for _, s := range []string{"PRAGMA", "PRAGMA x.", "EXPLAIN QUERY PLAN", "[", "'", "/*", ";;", "--"} {
		f.Add(s)
	}
	l, _ := sqllab.Find("injection")
	f.Fuzz(func(t *testing.T, text string) {
		_ = sqllab.Refused(text)
		sqllab.Complete(text)
		l.ReadLine("joined", text)
		l.Form.Joined([]string{text, text})
	})
}
