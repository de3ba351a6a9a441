package page

import (
	"sync"

	tea "charm.land/bubbletea/v2"
)

// Journal saves things in the order in which they were done, outside of Update.
// A page calls Save during Update, which only queues; after every Update the
// root runs what is queued, one batch at a time, and holds back the next frame
// until the batch is on disk. So what the screen acknowledges is saved, whatever
// kills the process, and nothing in Update waits for a disk.
//
// All methods but the returned commands belong to the goroutine of Update.
type Journal struct {
	queue   []job
	running *batch
}

type job struct {
	what string
	do   func() error
}

// batch runs its jobs once. A second caller waits for the first: that is how
// the end of the program waits for a batch that a command has begun, or runs it
// if the command never got its turn.
type batch struct {
	once   sync.Once
	jobs   []job
	failed []SaveError
}

func (b *batch) run() []SaveError {
	b.once.Do(func() {
		for _, job := range b.jobs {
			if err := job.do(); err != nil {
				b.failed = append(b.failed, SaveError{job.what, err})
			}
		}
	})
	return b.failed
}

// Saved is the result of a batch: what could not be saved.
type Saved struct{ Failed []SaveError }

// SaveError says what could not be saved, and why.
type SaveError struct {
	What string
	Err  error
}

func (e SaveError) Error() string { return "could not save " + e.What + ": " + e.Err.Error() }

// Unwrap gives the cause.
func (e SaveError) Unwrap() error { return e.Err }

// Save queues do. What names the thing in words, for the message if it fails
// ("the answer", "your place in the lesson"). Do must use only values captured
// when it was queued, since it runs beside later updates. A nil journal keeps
// nothing, for pages drawn without a store.
func (j *Journal) Save(what string, do func() error) {
	if j != nil {
		j.queue = append(j.queue, job{what, do})
	}
}

// Busy reports whether something is queued or being written.
func (j *Journal) Busy() bool { return j != nil && (len(j.queue) > 0 || j.running != nil) }

// Flush returns a command that writes all that is queued, or nil when there is
// nothing or a batch is still on its way. Its message is Saved, after which
// Done must be called.
func (j *Journal) Flush() tea.Cmd {
	if j == nil || j.running != nil || len(j.queue) == 0 {
		return nil
	}
	b := &batch{jobs: j.queue}
	j.queue, j.running = nil, b
	return func() tea.Msg { return Saved{b.run()} }
}

// Done notes that the running batch has ended.
func (j *Journal) Done() { j.running = nil }

// Drain waits for what is being written and writes what is still queued. For
// the end of the program and for tests.
func (j *Journal) Drain() []SaveError {
	var failed []SaveError
	if j.running != nil {
		failed = j.running.run()
	}
	rest := &batch{jobs: j.queue}
	j.queue, j.running = nil, nil
	return append(failed, rest.run()...)
}
