package sqllab

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Bounds of one statement.
const (
	MostRows    = 100
	longestCell = 2000
	longestSQL  = 10_000
	longestText = 1 << 20         // of all cells together
	longestStep = 2 * time.Second // of a step of the lab
	patience    = time.Second     // with one that does not stop
)

func (r *Run) run(ctx context.Context, name, statement string, limit time.Duration, measured bool, values ...any) Result {
	begun := time.Now()
	s, err := r.session(ctx, name)
	if err != nil {
		return Result{Error: err.Error()}
	}
	if !s.turn.TryLock() {
		return Result{Error: "the session is still busy with its last statement"}
	}
	cause, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	defer r.begin(stop)()
	within, end := context.WithTimeout(cause, limit)
	defer end()
	go watch(within, stop)
	s.visits.Store(0)
	done := make(chan Result, 1)
	go func() {
		result := s.execute(within, statement, values, measured)
		s.turn.Unlock() // before anybody hears of it, and asks again
		done <- result
	}()
	result, ok := wait(within, done)
	if !ok {
		// A session that shares a cache waits for a table's lock for ever, and does
		// not hear that nobody waits for it. It is left to itself and replaced.
		r.forget(name, s)
		go func() {
			<-done
			s.turn.Lock()
			defer s.turn.Unlock()
			_ = s.close()
		}()
		result.Error = "locked: it waits for a lock that another session holds, and was given up. The session begins anew"
	}
	result.Seconds = time.Since(begun).Seconds()
	result.Visited = int(s.visits.Load())
	if result.Error != "" && within.Err() != nil {
		result.Stopped = true
		if ok {
			result.Error = stopped(ctx, cause, limit, result.Seconds)
		}
	}
	return result
}

// stopped says why a statement did not come to its end.
func stopped(asked, cause context.Context, limit time.Duration, seconds float64) string {
	switch why := context.Cause(cause); {
	case errors.Is(why, errMemory):
		return fmt.Sprintf("stopped after %.1f s: it took more than %d MB of memory", seconds, mostMemory>>20)
	case errors.Is(why, errCrashed):
		return why.Error()
	case asked.Err() != nil:
		return fmt.Sprintf("stopped by hand after %.1f s", seconds)
	}
	return fmt.Sprintf("stopped after %v: a statement may not take longer here", limit)
}

// wait is for a statement that may not hear when it is stopped; false: it is
// still under way.
func wait(within context.Context, done chan Result) (Result, bool) {
	select {
	case r := <-done:
		return r, true
	case <-within.Done():
	}
	select {
	case r := <-done:
		return r, true
	case <-time.After(patience):
		return Result{}, false
	}
}

// execute runs a statement. A fault of the database itself is an error like any
// other.
func (s *session) execute(within context.Context, statement string, values []any, measured bool) (out Result) {
	defer func() {
		if fault := recover(); fault != nil {
			out.Error = fmt.Sprintf("the database failed: %v", fault)
		}
	}()
	if measured {
		out.Plan = s.plan(within, statement, values)
		s.visits.Store(0)
	}
	if err := s.query(within, statement, values, &out); err != nil {
		out.Error = err.Error()
	}
	if measured && within.Err() == nil {
		out.Open = s.inTransaction(within)
	}
	return out
}

// plan is how a single query is carried out, nil for other statements.
func (s *session) plan(within context.Context, statement string, values []any) []string {
	found, _ := words(statement)
	if len(found) != 1 {
		return nil
	}
	switch found[0][0].text {
	case "select", "with", "update", "delete":
	default:
		return nil
	}
	var out Result
	if s.query(within, "EXPLAIN QUERY PLAN "+statement, values, &out) != nil {
		return nil // the statement itself will say what is wrong
	}
	return out.Tree()
}

func (s *session) query(within context.Context, statement string, values []any, out *Result) error {
	var before, after int64
	count := func(n *int64) error {
		return s.conn.QueryRowContext(within, "SELECT total_changes()").Scan(n)
	}
	if err := count(&before); err != nil {
		return err
	}
	rows, err := s.conn.QueryContext(within, statement, values...)
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
	room := longestText
	for rows.Next() {
		if len(out.Rows) == MostRows || room <= 0 {
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
			room -= len(line[i])
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
