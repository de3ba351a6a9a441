package record

import (
	"encoding/json"
	"errors"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"netsplit/content"
	"netsplit/content/checklist"
	"netsplit/content/drill"
	"netsplit/store"
)

func open(t *testing.T, path string) *store.Store {
	t.Helper()
	db, _, err := store.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// Goal: a drill that another process has begun goes on where it was.
func TestDrillGoesOn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "netsplit.db")
	lib := content.Embedded()
	first, err := OpenDrill(lib, open(t, path), "url-shortener", 7)
	if err != nil || first.Resumed {
		t.Fatal(first, err)
	}
	for _, line := range []string{"How many links are made?", "assume nothing", "next"} {
		e, err := first.Read(line, time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		save, err := first.Do(e)
		if err != nil {
			t.Fatal(err)
		}
		if err := save(); err != nil {
			t.Fatal(err)
		}
	}
	second, err := OpenDrill(lib, open(t, path), "url-shortener", 99)
	if err != nil || !second.Resumed {
		t.Fatal(second, err)
	}
	if !reflect.DeepEqual(first.Session, second.Session) {
		t.Error("the drill that was opened again differs")
	}
	third, err := second.Anew(5)
	if err != nil || third.Seed != 5 || third.Prompt().Kind != drill.Ask {
		t.Fatal(third, err)
	}
	fourth, err := OpenDrill(lib, open(t, path), "url-shortener", 99)
	if err != nil || fourth.Seed != 5 {
		t.Fatalf("after anew the old drill was opened: %v %v", fourth, err)
	}
}

// Goal: a drill whose events do not fit is set aside, not lost, and says so.
func TestSetAside(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "netsplit.db"))
	kept, err := db.StartSession(DrillKind, "url-shortener", 1)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.AppendEvent(kept.ID, []byte(`{"type":"began","text":"an older version"}`)); err != nil {
		t.Fatal(err)
	}
	d, err := OpenDrill(content.Embedded(), db, "url-shortener", 2)
	if err != nil || d.Notice == "" || d.Seed != 2 {
		t.Fatal(d, err)
	}
	all, err := db.Sessions(DrillKind)
	if err != nil || len(all) != 2 || all[1].Finished == nil {
		t.Errorf("want the old one finished and a new one: %+v %v", all, err)
	}
}

// Goal: closing a review finishes its session with the result.
func TestReview(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "netsplit.db"))
	r, err := OpenReview(content.Embedded(), db, "high-availability")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range []checklist.Event{checklist.Say("dns", checklist.No, "one"), {Type: checklist.Closed}} {
		save, err := r.Do(e)
		if err != nil {
			t.Fatal(err)
		}
		if err := save(); err != nil {
			t.Fatal(err)
		}
	}
	all, err := db.Sessions(ReviewKind)
	if err != nil || len(all) != 1 || all[0].Finished == nil || len(all[0].Summary) == 0 {
		t.Errorf("%+v %v", all, err)
	}
	again, err := r.Anew()
	if err != nil || again.Answered() != 0 {
		t.Fatal(again, err)
	}
}

// Goal: what a drill asks to run is run, and the last operation by hand is
// what the run showed.
func TestRun(t *testing.T) {
	text := "scenario: x\ncomponents:\n  store: {kind: kv}\nsteps:\n  - put cart milk via store-1\n  - get cart via store-2\n"
	run, err := Run(drill.RunRequest{Task: "x", Scenario: text}, 1)
	if err != nil {
		t.Fatal(err)
	}
	if run.Operation == nil || run.Operation.Value != "milk" || !run.Operation.OK || run.TraceHash == "" {
		t.Errorf("%+v %+v", run, run.Operation)
	}
	if _, err := Run(drill.RunRequest{Task: "x", Scenario: "scenario: ["}, 1); err == nil {
		t.Error("a broken scenario ran")
	}
}

// Goal: of two programs at one drill, the one that comes second is told so, and
// the drill goes on as the first left it.
func TestDrillInTwoPrograms(t *testing.T) {
	path := filepath.Join(t.TempDir(), "netsplit.db")
	start := func() *Drill {
		t.Helper()
		d, err := OpenDrill(content.Embedded(), open(t, path), "url-shortener", 7)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	do := func(d *Drill, line string) error {
		t.Helper()
		e, err := d.Read(line, 0)
		if err != nil {
			t.Fatal(err)
		}
		save, err := d.Do(e)
		if err != nil {
			t.Fatal(err)
		}
		return save()
	}
	first := start()
	if err := do(first, "how many links?"); err != nil {
		t.Fatal(err)
	}
	second := start()
	if err := do(second, "next"); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := do(first, "how long are they kept?"); !errors.Is(err, store.ErrElsewhere) {
			t.Errorf("the first goes on: %v", err)
		}
	}
	if err := do(second, "skip"); err != nil {
		t.Error(err)
	}
	third := start()
	if third.Notice != "" || !third.Resumed || !reflect.DeepEqual(third.Prompt(), second.Prompt()) {
		t.Errorf("it goes on as %+v, %q", third.Prompt(), third.Notice)
	}
}

// full is a store whose disk is full for a while.
type full struct {
	Store
	left int // events that it refuses
}

func (f *full) AppendEventAfter(session int64, known int, data json.RawMessage) error {
	if f.left > 0 {
		f.left--
		return errors.New("disk full")
	}
	return f.Store.AppendEventAfter(session, known, data)
}

// Goal: what could not be saved is saved with what comes after it, so that the
// drill has no gap.
func TestDrillAfterAFullDisk(t *testing.T) {
	db := open(t, filepath.Join(t.TempDir(), "netsplit.db"))
	d, err := OpenDrill(content.Embedded(), &full{db, 2}, "url-shortener", 7)
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range []string{"how many links?", "next", "40/s"} {
		e, err := d.Read(line, 0)
		if err != nil {
			t.Fatal(err)
		}
		save, err := d.Do(e)
		if err != nil {
			t.Fatal(err)
		}
		if err := save(); (err != nil) != (i < 2) {
			t.Errorf("%s: %v", line, err)
		}
	}
	again, err := OpenDrill(content.Embedded(), db, "url-shortener", 7)
	if err != nil || again.Notice != "" || !reflect.DeepEqual(again.Prompt(), d.Prompt()) {
		t.Errorf("it goes on as %+v, %v", again, err)
	}
}

// Goal: of two programs at one review, the one that comes second is told so.
func TestReviewInTwoPrograms(t *testing.T) {
	path := filepath.Join(t.TempDir(), "netsplit.db")
	lib := content.Embedded()
	name := lib.ChecklistNames()[0]
	start := func() *Review {
		t.Helper()
		r, err := OpenReview(lib, open(t, path), name)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	answer := func(r *Review, item int, value checklist.Value) error {
		t.Helper()
		save, err := r.Do(checklist.Say(r.List.Items[item].ID, value, ""))
		if err != nil {
			t.Fatal(err)
		}
		return save()
	}
	first, second := start(), start()
	if err := answer(first, 0, checklist.Yes); err != nil {
		t.Error(err)
	}
	for range 2 {
		if err := answer(second, 0, checklist.No); !errors.Is(err, store.ErrElsewhere) {
			t.Errorf("the second goes on: %v", err)
		}
	}
	if err := answer(first, 1, checklist.No); err != nil {
		t.Error(err)
	}
	third := start()
	if third.Notice != "" || third.Answered() != 2 || third.Answer(third.List.Items[0].ID).Value != checklist.Yes {
		t.Errorf("it goes on with %d answers, %q", third.Answered(), third.Notice)
	}
}
