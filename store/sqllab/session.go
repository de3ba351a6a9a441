package sqllab

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"sync"
	"sync/atomic"

	"modernc.org/sqlite"
)

// session is a connection. Each has a driver of its own, so that the rows that
// it visits are counted apart from those of the others.
type session struct {
	db     *sql.DB
	conn   *sql.Conn
	visits *atomic.Int64
	turn   sync.Mutex // one statement at a time
}

// limits of SQLite that every session has, by their numbers in sqlite3.h.
var limits = map[int]int{
	0: 100_000,    // length of a value
	1: longestSQL, // length of a statement
	2: 100,        // columns
	4: 50,         // SELECTs in one statement
	7: 0,          // attached databases
	8: 1000,       // length of a pattern
}

// connector opens connections of one driver.
type connector struct {
	driver  *sqlite.Driver
	address string
}

// Connect opens one.
func (c connector) Connect(context.Context) (driver.Conn, error) { return c.driver.Open(c.address) }

// Driver is the one that opens.
func (c connector) Driver() driver.Driver { return c.driver }

func connect(ctx context.Context, address string) (*session, error) {
	s := &session{visits: &atomic.Int64{}}
	d := &sqlite.Driver{}
	count := func(*sqlite.FunctionContext, []driver.Value) (driver.Value, error) {
		s.visits.Add(1)
		return int64(1), nil
	}
	if err := d.RegisterScalarFunction("visit", 1, count); err != nil {
		return nil, err
	}
	s.db = sql.OpenDB(connector{d, address})
	var err error
	if s.conn, err = s.db.Conn(ctx); err != nil {
		return nil, errors.Join(err, s.db.Close())
	}
	for id, most := range limits {
		if _, failed := sqlite.Limit(s.conn, id, most); failed != nil {
			err = errors.Join(err, failed)
		}
	}
	for _, set := range []string{"PRAGMA max_page_count = 20000", "PRAGMA temp_store = memory"} {
		if _, failed := s.conn.ExecContext(ctx, set); failed != nil {
			err = errors.Join(err, failed)
		}
	}
	if err != nil {
		return nil, errors.Join(err, s.close())
	}
	return s, nil
}

// close ends the connection; what is not committed is taken back.
func (s *session) close() error { return errors.Join(s.conn.Close(), s.db.Close()) }

// inTransaction asks the session itself: a second BEGIN is refused inside one,
// and takes no lock outside.
func (s *session) inTransaction(ctx context.Context) bool {
	if _, err := s.conn.ExecContext(ctx, "BEGIN"); err != nil {
		return true
	}
	_, _ = s.conn.ExecContext(ctx, "ROLLBACK") // of nothing
	return false
}
