package page

import tea "charm.land/bubbletea/v2"

// Journal saves things in the order in which they were done, outside of Update.
// A page calls Save during Update, which only queues; after every Update the
// root runs what is queued, one batch at a time, and holds back the next frame
// until the batch is on disk. So what the screen acknowledges is saved, whatever
// kills the process, and nothing in Update waits for a disk.
type Journal struct {
	queue   []job
	running []job
}

type job struct {
	what string
	do   func() error
}

// Saved is the result of a batch: the errors, with what could not be saved.
type Saved struct{ Failed []SaveError }

// SaveError says what could not be saved, and why.
type SaveError struct {
	What string
	Err  error
}

func (e SaveError) Error() string { return "could not save " + e.What + ": " + e.Err.Error() }
func (e SaveError) Unwrap() error { return e.Err }

// Save queues do. What names the thing in words, for the message if it fails
// ("the answer", "your place in the lesson"). Do must use only values captured
// when it was queued, since it runs beside later updates.
func (j *Journal) Save(what string, do func() error) {
	if j == nil {
		return
	}
	j.queue = append(j.queue, job{what, do})
}

// Busy reports whether something is queued or being written.
func (j *Journal) Busy() bool { return j != nil && len(j.queue)+len(j.running) > 0 }

// Flush returns a command that writes all that is queued, or nil when there is
// nothing or a batch is still on its way. Its message is Saved, to be given to
// Done.
func (j *Journal) Flush() tea.Cmd {
	if j == nil || len(j.running) > 0 || len(j.queue) == 0 {
		return nil
	}
	batch := j.queue
	j.queue, j.running = nil, batch
	return func() tea.Msg { return run(batch) }
}

// Done notes that the running batch has ended.
func (j *Journal) Done() { j.running = nil }

// Drain writes at once what is still queued. For the end of the program and for
// tests; it must not be called while a batch of Flush is running.
func (j *Journal) Drain() []SaveError {
	batch := j.queue
	j.queue = nil
	return run(batch).Failed
}

func run(batch []job) Saved {
	var out Saved
	for _, job := range batch {
		if err := job.do(); err != nil {
			out.Failed = append(out.Failed, SaveError{job.what, err})
		}
	}
	return out
}
