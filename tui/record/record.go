// Package record keeps drills and reviews as event logs: it opens the session
// that is under way, or begins one, and says how to save each event.
//
// The screens and the line dialogues do the same with it, so a drill begun in
// one goes on in the other.
//
//	d, err := record.OpenDrill(lib, db, "url-shortener", seed)
//	save, err := d.Do(event) // the state has changed
//	err = save()             // now it is on disk
package record

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"netsplit/content"
	"netsplit/content/checklist"
	"netsplit/content/drill"
	"netsplit/store"
)

// Store is the part of the store that keeps sessions.
type Store interface {
	OpenSession(kind, subject string) (store.Session, bool, error)
	StartSession(kind, subject string, seed uint64) (store.Session, error)
	Events(session int64) ([]json.RawMessage, error)
	AppendEvent(session int64, data json.RawMessage) error
	AppendEventAfter(session int64, known int, data json.RawMessage) error
	FinishSession(id int64, summary json.RawMessage) error
}

// The kinds of session in the store.
const (
	DrillKind  = "drill"
	ReviewKind = "review"
)

// Drill is a drill and where it is kept.
type Drill struct {
	*drill.Session
	Began   time.Time
	Resumed bool   // it was under way
	Notice  string // why an earlier one could not go on
	id      int64
	log     log
	db      Store
}

// OpenDrill goes on with the drill that is under way, or starts one with the
// seed.
func OpenDrill(lib *content.Library, db Store, name string, seed uint64) (*Drill, error) {
	path, text, err := lib.DrillSource(name)
	if err != nil {
		return nil, err
	}
	problem, err := drill.Parse(path, text)
	if err != nil {
		return nil, err
	}
	kept, events, ok, err := underWay(db, DrillKind, name)
	if err != nil {
		return nil, err
	}
	notice := ""
	if ok {
		session, err := drill.Replay(problem, kept.Seed, events)
		if err == nil {
			return &Drill{Session: session, Began: kept.Started, Resumed: true, id: kept.ID, log: log{saved: len(events)}, db: db}, nil
		}
		if notice, err = setAside(db, kept, err); err != nil {
			return nil, err
		}
	}
	return startDrill(db, problem, seed, notice)
}

func startDrill(db Store, problem *drill.Problem, seed uint64, notice string) (*Drill, error) {
	session, began := drill.Start(problem, seed)
	kept, err := begin(db, DrillKind, problem.ID, seed, began)
	if err != nil {
		return nil, err
	}
	return &Drill{Session: session, Began: kept.Started, Notice: notice, id: kept.ID, log: log{saved: 1}, db: db}, nil
}

// Do applies an event. The event is saved when the returned function has
// returned nil; it may run beside later events, in their order. Nothing is saved
// of a drill that has gone on in another program: what is asked there is
// something else, so the two would not make one drill.
func (d *Drill) Do(e drill.Event) (save func() error, err error) {
	if err := d.Apply(e); err != nil {
		return nil, err
	}
	var summary json.RawMessage
	if d.Finished() {
		summary = d.Summary().JSON()
	}
	return d.log.appending(d.db, d.id, e, summary)
}

// Anew leaves the drill as it is and starts the same problem again.
func (d *Drill) Anew(seed uint64) (*Drill, error) {
	if !d.Finished() {
		if err := d.db.FinishSession(d.id, d.Summary().JSON()); err != nil && !errors.Is(err, store.ErrNotOpen) {
			return nil, err
		}
	}
	return startDrill(d.db, d.Problem, seed, "")
}

// Review is a review and where it is kept.
type Review struct {
	*checklist.Session
	Began   time.Time
	Resumed bool
	Notice  string
	id      int64
	log     log
	db      Store
}

// OpenReview goes on with the review that is under way, or starts one.
func OpenReview(lib *content.Library, db Store, name string) (*Review, error) {
	path, text, err := lib.ChecklistSource(name)
	if err != nil {
		return nil, err
	}
	list, err := checklist.Parse(path, text)
	if err != nil {
		return nil, err
	}
	kept, events, ok, err := underWay(db, ReviewKind, name)
	if err != nil {
		return nil, err
	}
	notice := ""
	if ok {
		session, err := checklist.Replay(list, events)
		if err == nil {
			return &Review{Session: session, Began: kept.Started, Resumed: true, id: kept.ID, log: log{saved: len(events)}, db: db}, nil
		}
		if notice, err = setAside(db, kept, err); err != nil {
			return nil, err
		}
	}
	return startReview(db, list, notice)
}

func startReview(db Store, list *checklist.Checklist, notice string) (*Review, error) {
	session, began := checklist.Start(list)
	kept, err := begin(db, ReviewKind, list.ID, 0, began)
	if err != nil {
		return nil, err
	}
	return &Review{Session: session, Began: kept.Started, Notice: notice, id: kept.ID, log: log{saved: 1}, db: db}, nil
}

// Do applies an event; see Drill.Do.
func (r *Review) Do(e checklist.Event) (save func() error, err error) {
	if err := r.Apply(e); err != nil {
		return nil, err
	}
	var summary json.RawMessage
	if r.Closed() {
		if summary, err = json.Marshal(r.Result()); err != nil {
			return nil, err
		}
	}
	return r.log.appending(r.db, r.id, e, summary)
}

// Anew leaves the review as it is and starts the same checklist again.
func (r *Review) Anew() (*Review, error) {
	if !r.Closed() {
		summary, err := json.Marshal(r.Result())
		if err != nil {
			return nil, err
		}
		if err := r.db.FinishSession(r.id, summary); err != nil && !errors.Is(err, store.ErrNotOpen) {
			return nil, err
		}
	}
	return startReview(r.db, r.List, "")
}

// underWay returns the events of the unfinished session.
func underWay(db Store, kind, name string) (store.Session, []json.RawMessage, bool, error) {
	kept, ok, err := db.OpenSession(kind, name)
	if err != nil || !ok {
		return kept, nil, false, err
	}
	events, err := db.Events(kept.ID)
	return kept, events, err == nil, err
}

// setAside finishes a session that can't go on, so that its events stay and a
// new one can begin.
func setAside(db Store, kept store.Session, why error) (notice string, err error) {
	summary, err := json.Marshal(map[string]string{"set_aside": why.Error()})
	if err != nil {
		return "", err
	}
	notice = fmt.Sprintf("The %s begun on %s was set aside: %v. This is a new one.", kept.Kind, kept.Started.Format("2 January"), why)
	return notice, db.FinishSession(kept.ID, summary)
}

// begin stores a new session with its first event.
func begin(db Store, kind, name string, seed uint64, first any) (store.Session, error) {
	kept, err := db.StartSession(kind, name, seed)
	if err != nil {
		return kept, err
	}
	raw, err := json.Marshal(first)
	if err != nil {
		return kept, err
	}
	return kept, db.AppendEvent(kept.ID, raw)
}
