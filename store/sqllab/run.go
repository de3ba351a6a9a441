package sqllab

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"
)

// Bounds of an experiment.
const (
	folderName = "netsplit-sql-"
	stale      = 24 * time.Hour  // of a folder whose program was killed
	mostStale  = 100             // to remove at once
	longestSet = 2 * time.Minute // to set a lab up, on a slow machine
	mostNames  = 8               // sessions
)

var serial atomic.Int64

var errCrashed = errors.New("the process died while it ran")

// Run is an experiment under way. Its methods may be called from several
// goroutines: that is what two sessions are for.
type Run struct {
	// Longest is how long a statement of the learner's own may take.
	Longest time.Duration

	lab    Lab
	folder string
	anchor *session // keeps a database in memory alive

	guard    sync.Mutex // of what follows
	lives    int        // how often the database was opened
	address  string
	sessions map[string]*session
	stops    map[int]context.CancelCauseFunc // of the statements under way
	next     int
	closed   bool
}

// Open sets a lab up. When the context ends, it stops.
func Open(ctx context.Context, l Lab) (*Run, error) {
	r := &Run{Longest: 8 * time.Second, lab: l, sessions: map[string]*session{}, stops: map[int]context.CancelCauseFunc{}}
	if l.Memory {
		r.address = fmt.Sprintf("file:netsplit-lab-%d?mode=memory&cache=shared&_defensive=1", serial.Add(1))
		var err error
		if r.anchor, err = connect(ctx, r.address); err != nil {
			return nil, err
		}
	} else {
		sweep(os.TempDir(), time.Now())
		folder, err := os.MkdirTemp("", folderName)
		if err != nil {
			return nil, fmt.Errorf("the lab needs a temporary folder: %w", err)
		}
		r.folder = folder
		r.address = r.file()
	}
	for _, s := range l.Setup {
		if result := r.run(ctx, "setup", s, longestSet, false); result.Error != "" {
			return nil, errors.Join(fmt.Errorf("%s: %s", s, result.Error), r.Close())
		}
	}
	if s := r.sessions["setup"]; s != nil {
		delete(r.sessions, "setup")
		if err := s.close(); err != nil {
			return nil, errors.Join(err, r.Close())
		}
	}
	return r, nil
}

func (r *Run) path() string { return filepath.Join(r.folder, fmt.Sprintf("life-%d.db", r.lives)) }

func (r *Run) file() string {
	return "file:" + filepath.ToSlash(r.path()) + "?_pragma=journal_mode(wal)&_pragma=synchronous(full)&_defensive=1"
}

// session is the connection of a name, opened when it is needed first.
func (r *Run) session(ctx context.Context, name string) (*session, error) {
	r.guard.Lock()
	defer r.guard.Unlock()
	if r.closed {
		return nil, errors.New("the experiment has ended")
	}
	if s := r.sessions[name]; s != nil {
		return s, nil
	}
	if len(r.sessions) >= mostNames {
		return nil, fmt.Errorf("a lab has at most %d sessions", mostNames)
	}
	s, err := connect(context.WithoutCancel(ctx), r.address) // it is quick, and outlives what is stopped
	if err == nil {
		r.sessions[name] = s
	}
	return s, err
}

// forget drops a session that does not hear any more, so that its name gets a
// new one.
func (r *Run) forget(name string, s *session) {
	r.guard.Lock()
	defer r.guard.Unlock()
	if r.sessions[name] == s {
		delete(r.sessions, name)
	}
}

// begin notes a statement under way, so that a crash stops it.
func (r *Run) begin(stop context.CancelCauseFunc) (end func()) {
	r.guard.Lock()
	defer r.guard.Unlock()
	id := r.next
	r.next++
	r.stops[id] = stop
	return func() {
		r.guard.Lock()
		defer r.guard.Unlock()
		delete(r.stops, id)
	}
}

// Step takes a step of the lab.
func (r *Run) Step(ctx context.Context, s Step) Result {
	if s.Crash {
		if err := r.Crash(); err != nil {
			return Result{Error: err.Error()}
		}
		return Result{}
	}
	return r.run(ctx, s.Session, s.SQL, longestStep, true, s.Values...)
}

// Run executes what a learner typed in a session, within bounds of time, rows
// and memory. When the context ends, it stops.
func (r *Run) Run(ctx context.Context, session, statement string, values ...any) Result {
	if err := Refused(statement); err != nil {
		return Result{Error: err.Error()}
	}
	return r.run(ctx, session, statement, r.Longest, true, values...)
}

// Crash does what the death of the process does: the files stay as they are on
// the disk, nothing is closed in an orderly way, and somebody opens them again.
func (r *Run) Crash() error {
	if r.lab.Memory {
		return errors.New("this database is in memory: a crash would leave nothing. The experiments transfer, snapshot and free have theirs on a disk")
	}
	r.guard.Lock()
	defer r.guard.Unlock()
	before := r.path()
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
	r.address = r.file()
	r.drop(errCrashed)
	return nil
}

// drop stops and closes all sessions. What they do to files that are past is of
// no account.
func (r *Run) drop(why error) {
	for _, stop := range r.stops {
		stop(why)
	}
	for _, s := range r.sessions {
		go func() {
			s.turn.Lock() // it has heard that it is stopped
			defer s.turn.Unlock()
			_ = s.close()
		}()
	}
	r.sessions = map[string]*session{}
}

// Close ends the experiment and removes what it wrote.
func (r *Run) Close() error {
	r.guard.Lock()
	defer r.guard.Unlock()
	if r.closed {
		return nil
	}
	r.closed = true
	var err error
	for _, stop := range r.stops {
		stop(errCrashed)
	}
	for _, s := range r.sessions {
		// One that is at work hears that it is stopped; one that waits for a lock
		// does not, until the others are closed.
		if s.turn.TryLock() {
			err = errors.Join(err, s.close())
			s.turn.Unlock()
			continue
		}
		go func() {
			s.turn.Lock()
			defer s.turn.Unlock()
			_ = s.close()
		}()
	}
	if r.anchor != nil {
		err = errors.Join(err, r.anchor.close())
	}
	if r.folder != "" {
		err = errors.Join(err, os.RemoveAll(r.folder))
	}
	return err
}
