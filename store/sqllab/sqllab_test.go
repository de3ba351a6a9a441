package sqllab_test

import (
	"os"
	"strings"
	"testing"

	"netsplit/store/sqllab"
)

// Every step of every lab comes to what the lab says, in real SQLite.
func TestLabsKeepTheirWord(t *testing.T) {
	for _, l := range sqllab.Labs() {
		t.Run(l.Name, func(t *testing.T) {
			r, err := sqllab.Open(l)
			if err != nil {
				t.Fatal(err)
			}
			for i, s := range l.Steps {
				got := r.Step(s)
				if ok, want := got.Met(s.Want); !ok {
					t.Errorf("step %d, %s: %v, %d visited, error %q; want %s", i+1, s.SQL, got.Rows, got.Visited, got.Error, want)
				}
			}
			if err := r.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

// A learner's own statement is bounded, and reaches no file.
func TestOwnStatementsAreBounded(t *testing.T) {
	outside := t.TempDir() + "/outside.db"
	l, _ := sqllab.Find("transfer")
	r, err := sqllab.Open(l)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for _, test := range []struct{ sql, want string }{
		{"ATTACH '" + outside + "' AS o", "too many attached"},
		{"VACUUM INTO '" + outside + "'", "too many attached"},
		{"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n", "stopped after"},
		{"SELECT hex(zeroblob(10000000))", "too big"},
		{"SELEC 1", "syntax error"},
		{strings.Repeat("x", 20_000), "at most"},
	} {
		if got := r.Run("own", test.sql); !strings.Contains(got.Error, test.want) {
			t.Errorf("%.60s: %q, want %q", test.sql, got.Error, test.want)
		}
	}
	if _, err := os.Stat(outside); err == nil {
		t.Error("a file outside was written")
	}
	many := r.Run("own", "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n")
	if len(many.Rows) != sqllab.MostRows || !many.Cut {
		t.Errorf("%d rows, cut %v, error %q", len(many.Rows), many.Cut, many.Error)
	}
	if got := r.Run("own", "SELECT 1"); got.Error != "" {
		t.Errorf("the session does not survive: %s", got.Error)
	}
}
