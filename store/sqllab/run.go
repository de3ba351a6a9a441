package sqllab

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"modernc.org/sqlite"
)

// Bounds of one statement.
const (
	MostRows    = 100
	longestCell = 2000
	longestSQL  = 10_000
	longestRun  = 2 * time.Second
	patience    = longestRun + time.Second // with one that does not stop
	longestSet  = 2 * time.Minute          // to set a lab up, on a slow machine
	mostNames   = 8                        // sessions of a lab
)

// The limits of SQLite that a lab sets, by their numbers in sqlite3.h.
const (
	limitLength   = 0
	limitAttached = 7
)

var (
	visits   atomic.Int64
	register sync.Once
	oneByOne sync.Mutex // statements, so that visits are of one
	serial   atomic.Int64
)

// Run is an experiment under way.
type Run struct {
	lab      Lab
	folder   string
	lives    int // how often the database was opened
	db       *sql.DB
	sessions map[string]*sql.Conn
}

// Open sets a lab up.
func Open(l Lab) (*Run, error) {
	register.Do(func() {
		sqlite.MustRegisterScalarFunction("visit", 1, func(*sqlite.FunctionContext, []driver.Value) (driver.Value, error) {
			visits.Add(1)
			return int64(1), nil
		})
	})
	r := &Run{lab: l}
	if !l.Memory {
		folder, err := os.MkdirTemp("", "netsplit-sql-")
		if err != nil {
			return nil, fmt.Errorf("the lab needs a temporary folder: %w", err)
		}
		r.folder = folder
	}
	if err := r.open(); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	for _, s := range l.Setup {
		if result := r.run("setup", s, longestSet); result.Error != "" {
			return nil, errors.Join(fmt.Errorf("%s: %s", s, result.Error), r.Close())
		}
	}
	r.leave("setup")
	return r, nil
}

func (r *Run) path() string { return filepath.Join(r.folder, fmt.Sprintf("life-%d.db", r.lives)) }

func (r *Run) open() error {
	address := "file:" + filepath.ToSlash(r.path()) + "?_pragma=journal_mode(wal)&_pragma=synchronous(full)"
	if r.lab.Memory {
		address = fmt.Sprintf("file:netsplit-lab-%d?mode=memory&cache=shared", serial.Add(1))
	}
	db, err := sql.Open("sqlite", address)
	if err != nil {
		return err
	}
	r.db, r.sessions = db, map[string]*sql.Conn{}
	return nil
}

// session is the connection of a name, opened when it is needed first.
func (r *Run) session(name string) (*sql.Conn, error) {
	if c := r.sessions[name]; c != nil {
		return c, nil
	}
	if len(r.sessions) >= mostNames {
		return nil, fmt.Errorf("a lab has at most %d sessions", mostNames)
	}
	c, err := r.db.Conn(context.Background())
	if err != nil {
		return nil, err
	}
	// No other file, no huge value, no endless growth.
	_, first := sqlite.Limit(c, limitAttached, 0)
	_, second := sqlite.Limit(c, limitLength, 1_000_000)
	_, third := c.ExecContext(context.Background(), "PRAGMA max_page_count = 20000")
	if err := errors.Join(first, second, third); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	r.sessions[name] = c
	return c, nil
}

func (r *Run) leave(name string) {
	if c := r.sessions[name]; c != nil && (!r.lab.Memory || len(r.sessions) > 1) {
		_ = c.Close()
		delete(r.sessions, name)
	}
}

// Step takes a step of the lab.
func (r *Run) Step(s Step) Result {
	if s.Crash {
		if err := r.Crash(); err != nil {
			return Result{Error: err.Error()}
		}
		return Result{}
	}
	return r.Run(s.Session, s.SQL, s.Values...)
}

// Run executes one statement of a session, within bounds of time and rows.
func (r *Run) Run(session, statement string, values ...any) Result {
	return r.run(session, statement, longestRun, values...)
}

func (r *Run) run(session, statement string, limit time.Duration, values ...any) Result {
	if len(statement) > longestSQL {
		return Result{Error: fmt.Sprintf("a statement has at most %d characters", longestSQL)}
	}
	c, err := r.session(session)
	if err != nil {
		return Result{Error: err.Error()}
	}
	oneByOne.Lock()
	defer oneByOne.Unlock()
	visits.Store(0)
	within, stop := context.WithTimeout(context.Background(), limit)
	defer stop()
	begun := time.Now()
	done := make(chan Result, 1)
	go func() {
		var result Result
		if err := query(within, c, statement, values, &result); err != nil {
			result.Error = err.Error()
		}
		done <- result
	}()
	result, ok := wait(done, limit+patience-longestRun)
	if !ok {
		// A session that shares a cache waits for a table's lock for ever, and does
		// not hear that nobody waits for it. It is left to itself and replaced.
		delete(r.sessions, session)
		go func() { <-done; _ = c.Close() }()
		result.Error = fmt.Sprintf("locked: it waits for a lock that another session holds, and was given up after %v", patience)
	}
	result.Seconds = time.Since(begun).Seconds()
	result.Visited = int(visits.Load())
	if result.Error != "" && ok && within.Err() != nil {
		result.Error = fmt.Sprintf("stopped after %v: a statement may not take longer here", limit)
	}
	return result
}

// wait is for a statement that does not hear when it is stopped; false: it is
// still under way.
func wait(done chan Result, limit time.Duration) (Result, bool) {
	select {
	case r := <-done:
		return r, true
	case <-time.After(limit):
		return Result{}, false
	}
}

func query(within context.Context, c *sql.Conn, statement string, values []any, out *Result) error {
	var before, after int64
	count := func(n *int64) error {
		return c.QueryRowContext(within, "SELECT total_changes()").Scan(n)
	}
	if err := count(&before); err != nil {
		return err
	}
	rows, err := c.QueryContext(within, statement, values...)
	if err != nil {
		return err
	}
	err = errors.Join(read(rows, out), rows.Close())
	if err == nil {
		err = count(&after)
	}
	out.Changed = max(0, after-before)
	return err
}

// read takes the rows, as many as are shown.
func read(rows *sql.Rows, out *Result) error {
	var err error
	if out.Columns, err = rows.Columns(); err != nil {
		return err
	}
	for rows.Next() {
		if len(out.Rows) == MostRows {
			out.Cut = true
			return nil
		}
		cells, pointers := make([]any, len(out.Columns)), make([]any, len(out.Columns))
		for i := range cells {
			pointers[i] = &cells[i]
		}
		if err := rows.Scan(pointers...); err != nil {
			return err
		}
		line := make([]string, len(cells))
		for i, cell := range cells {
			line[i] = text(cell)
			if len(line[i]) > longestCell {
				line[i], out.Cut = strings.ToValidUTF8(line[i][:longestCell], ""), true
			}
		}
		out.Rows = append(out.Rows, line)
	}
	return rows.Err()
}

func text(v any) string {
	switch v := v.(type) {
	case nil:
		return "NULL"
	case []byte:
		return fmt.Sprintf("x'%X'", v[:min(len(v), longestCell/2)])
	}
	return fmt.Sprint(v)
}

// Crash does what the death of the process does: the files stay as they are on
// the disk, nothing is closed in an orderly way, and somebody opens them again.
func (r *Run) Crash() error {
	if r.lab.Memory {
		return errors.New("this database is in memory: a crash would leave nothing")
	}
	before, dead := r.path(), r.db
	sessions := r.sessions
	r.lives++
	for _, end := range []string{"", "-wal"} { // not -shm: it is memory, and made anew
		content, err := os.ReadFile(before + end)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			err = os.WriteFile(r.path()+end, content, 0o600)
		}
		if err != nil {
			return err
		}
	}
	for _, c := range sessions {
		_ = c.Close() // what it does to the old files is of no account
	}
	_ = dead.Close()
	return r.open()
}

// Close ends the experiment and removes what it wrote.
func (r *Run) Close() error {
	var err error
	for _, c := range r.sessions {
		err = errors.Join(err, c.Close())
	}
	if r.db != nil {
		err = errors.Join(err, r.db.Close())
	}
	if r.folder != "" {
		err = errors.Join(err, os.RemoveAll(r.folder))
	}
	return err
}
