package player

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/scenario"
)

// rig is a player on a fake cluster and a fake clock; it plays ticks by hand.
type rig struct {
	t      *testing.T
	p      *Player
	f      *fake
	wall   *wall
	events []Event
}

func newRig(t *testing.T, cost time.Duration, events ...Event) *rig {
	r := &rig{t: t, wall: &wall{time.Unix(0, 0)}}
	p, err := New(Options{
		Make: func() (Cluster, error) {
			r.f = &fake{wall: r.wall, cost: cost, script: []string{"put cart milk", "crash store-1"}}
			return r.f, nil
		},
		Now: r.wall.Now, Save: func(e Event) { r.events = append(r.events, e) }, Events: events,
	})
	if err != nil {
		t.Fatal(err)
	}
	r.p = p
	return r
}

// ticks lets n frames pass.
func (r *rig) ticks(n int) {
	for range n {
		r.wall.advance(interval)
		r.p.Update(Tick{r.p.ticks})
	}
}

func (r *rig) do(text string) {
	r.t.Helper()
	step, err := scenario.ParseStep(text)
	if err != nil {
		r.t.Fatal(err)
	}
	if _, _, err := r.p.Do(step); err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) at(want string) {
	r.t.Helper()
	if got := r.p.Now().String(); got != want {
		r.t.Errorf("the run is at %s, want %s", got, want)
	}
}

func TestPausedAsksForNothing(t *testing.T) {
	r := newRig(t, 0)
	if r.p.Init() != nil {
		t.Error("a paused player wakes up")
	}
	if r.p.Run() == nil {
		t.Error("a running one does not")
	}
	stale := Tick{r.p.ticks}
	r.p.Pause()
	r.wall.advance(interval)
	if cmd := r.p.Update(stale); cmd != nil || r.p.Now() != 0 {
		t.Error("a tick of before the pause moved the run")
	}
}

func TestVirtualTimeFollowsTheSpeed(t *testing.T) {
	for _, c := range []struct {
		faster int
		want   string
	}{{0, "1.000 s"}, {3, "10.000 s"}, {7, "1000.000 s"}, {100, "10000.000 s"}, {-3, "0.100 s"}, {-100, "0.001 s"}} {
		r := newRig(t, 0)
		r.p.Faster(c.faster)
		r.p.Run()
		r.ticks(25) // one second
		r.at(c.want)
	}
}

// A cluster that needs 100 ms for a virtual second can't do 1000 a second: the
// work of a tick stays near its budget, and the player says what it manages.
func TestSlowEngineSlowsVirtualTime(t *testing.T) {
	r := newRig(t, 100*time.Millisecond)
	r.p.Faster(100)
	r.p.Run()
	r.ticks(10)
	for range 20 {
		r.wall.advance(interval)
		before := r.wall.now
		r.p.Update(Tick{r.p.ticks})
		if took := r.wall.now.Sub(before); took > 2*budget {
			t.Fatalf("a tick worked %v", took)
		}
	}
	if b := r.p.Behind(); b <= 0 || b > 10 {
		t.Errorf("the player says it manages x%v", b)
	}
	r.p.Faster(-100)
	r.ticks(2)
	if r.p.Behind() != 0 {
		t.Error("still behind at a slow speed")
	}
}

func TestSnapshotIsCopiedOnceAChange(t *testing.T) {
	r := newRig(t, 0)
	r.p.Snapshot()
	r.p.Snapshot()
	if r.f.snapshots != 1 {
		t.Errorf("%d copies of one moment", r.f.snapshots)
	}
	r.p.StepEvent()
	if r.p.Snapshot(); r.f.snapshots != 2 {
		t.Errorf("%d copies of two moments", r.f.snapshots)
	}
}

// An operation by hand while paused runs until it has its answer.
func TestOperationRunsToItsEnd(t *testing.T) {
	r := newRig(t, 0)
	r.do("put cart milk")
	if !r.p.Running() {
		t.Fatal("nothing runs")
	}
	r.ticks(3)
	if r.p.Running() {
		t.Error("it ran on after the answer")
	}
	if r.p.Now() == 0 {
		t.Error("no time passed")
	}
	r.do("crash store-1")
	if r.p.Running() {
		t.Error("a fault needs no time to pass")
	}
}

func TestErrorsAreNotSaved(t *testing.T) {
	r := newRig(t, 0)
	step, _ := scenario.ParseStep("crash nobody")
	if _, _, err := r.p.Do(step); err == nil {
		t.Fatal("no error")
	}
	if len(r.events) != 0 {
		t.Errorf("saved %v", r.events)
	}
}

func TestRewindKeepsTheFutureUntilANewStep(t *testing.T) {
	r := newRig(t, 0)
	r.p.Run()
	r.ticks(25)
	r.do("crash store-1")
	r.ticks(25)
	if _, err := r.p.SeekBy(-1500 * time.Millisecond); err != nil {
		t.Fatal(err)
	}
	r.at("0.500 s")
	if r.p.Running() {
		t.Error("runs after a rewind")
	}
	if r.p.End().String() != "2.000 s" || len(r.p.Marks()) != 1 || !r.p.Marks()[0].Fault {
		t.Errorf("the future is gone: end %s, marks %v", r.p.End(), r.p.Marks())
	}
	r.do("heal")
	if r.p.End().String() != "0.500 s" || len(r.p.Marks()) != 1 || r.p.Marks()[0].Fault {
		t.Errorf("the old future is still there: end %s, marks %v", r.p.End(), r.p.Marks())
	}
}

// A jump that takes long is done over several ticks; a step that is asked for
// meanwhile is done when it is there.
func TestLongJumpStaysAlive(t *testing.T) {
	r := newRig(t, 100*time.Millisecond)
	if _, err := r.p.Seek(clock.FromDuration(3 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, busy := r.p.Busy(); !busy {
		t.Fatal("300 ms of work were done at once")
	}
	step, _ := scenario.ParseStep("heal")
	if _, _, err := r.p.Do(step); err != nil || len(r.p.Waiting()) != 1 || r.p.Waiting()[0] != "heal" {
		t.Errorf("a step during a jump: %v, %q wait", err, r.p.Waiting())
	}
	r.ticks(40)
	if _, busy := r.p.Busy(); busy {
		t.Error("it never arrives")
	}
	r.at("3.000 s")
	if marks := r.p.Marks(); len(marks) != 1 || marks[0].Time != clock.FromDuration(3*time.Second) || len(r.p.Waiting()) != 0 {
		t.Errorf("the step that waited: marks %v, %q wait", marks, r.p.Waiting())
	}
}

// Steps that wait are bounded, and stopping on the way drops them.
func TestWaitingSteps(t *testing.T) {
	r := newRig(t, 100*time.Millisecond)
	if _, err := r.p.Seek(clock.FromDuration(3 * time.Second)); err != nil {
		t.Fatal(err)
	}
	step, _ := scenario.ParseStep("heal")
	for i := range mostWaiting + 1 {
		if _, _, err := r.p.Do(step); (err != nil) != (i == mostWaiting) {
			t.Errorf("step %d during a jump: %v", i, err)
		}
	}
	r.p.Toggle()
	r.ticks(40)
	if len(r.p.Waiting()) != 0 || len(r.p.Marks()) != 0 {
		t.Errorf("stopped on the way: %q wait, marks %v", r.p.Waiting(), r.p.Marks())
	}
}

func TestScript(t *testing.T) {
	r := newRig(t, 0)
	for range 2 {
		if _, err := r.p.Next(); err != nil {
			t.Fatal(err)
		}
		r.ticks(5)
	}
	if _, err := r.p.Next(); err == nil {
		t.Error("no error at the end of the script")
	}
	if len(r.p.Marks()) != 2 {
		t.Errorf("%d steps done", len(r.p.Marks()))
	}
}

// A sitting that was killed at any moment goes on at the same one: whatever
// prefix of its events was saved, the new player is where that prefix ends.
func TestResume(t *testing.T) {
	r := newRig(t, 0)
	r.p.Run()
	r.ticks(40)
	r.do("partition store-1 | store-2")
	r.ticks(60)
	if _, err := r.p.Next(); err != nil {
		t.Fatal(err)
	}
	r.ticks(30)
	r.p.Pause()
	if _, err := r.p.SeekBy(-2 * time.Second); err != nil {
		t.Fatal(err)
	}
	for n := range r.events {
		saved := throughJSON(t, r.events[:n+1])
		again := newRig(t, 10*time.Millisecond, saved...)
		again.ticks(100)
		if got, want := again.p.Now(), saved[n].At; got != want {
			t.Errorf("after %d events the run is at %s, want %s", n+1, got, want)
		}
		if again.p.Running() {
			t.Errorf("after %d events it runs by itself", n+1)
		}
		if got, want := len(again.p.Marks()), len(Fold(saved).Events); got != want {
			t.Errorf("after %d events: %d steps, want %d", n+1, got, want)
		}
	}
	if len(r.events) < 5 {
		t.Errorf("only %d events were saved", len(r.events))
	}
}

func throughJSON(t *testing.T, events []Event) []Event {
	var out []Event
	for _, e := range events {
		data, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		var back Event
		if err := json.Unmarshal(data, &back); err != nil {
			t.Fatal(err)
		}
		out = append(out, back)
	}
	return out
}

func TestFold(t *testing.T) {
	s := Fold([]Event{{At: 1, Step: "a"}, {At: 5, Step: "b"}, {At: 9}, {At: 3}, {At: 3, Step: "c"}, {At: 4, Next: true}, {At: 7}})
	if got, want := fmt.Sprint(s), "{[{0.000 s a false false 0} {0.000 s c false false 0} {0.000 s  true false 0}] 0.000 s}"; got != want || s.Now != 7 {
		t.Errorf("got %s at %d", got, s.Now)
	}
	if s := Fold([]Event{{At: 1, Step: "a"}, {Reset: true}, {At: 2}}); len(s.Events) != 0 || s.Now != 2 {
		t.Errorf("after a reset: %v", s)
	}
	if s := Fold([]Event{{At: -5}}); s.Now != 0 {
		t.Errorf("before the beginning: %v", s)
	}
}

// The later part of the history happens again when time gets there.
func TestReplayAfterRewind(t *testing.T) {
	r := newRig(t, 0)
	r.p.Run()
	r.ticks(25)
	r.do("crash store-1")
	r.ticks(25)
	if _, err := r.p.SeekBy(-1500 * time.Millisecond); err != nil {
		t.Fatal(err)
	}
	if n := len(r.f.Recording()); n != 0 {
		t.Fatalf("%d steps are done before their time", n)
	}
	r.p.Run()
	r.ticks(25)
	if n := len(r.f.Recording()); n != 1 || r.f.Recording()[0].At.String() != "1.000 s" {
		t.Errorf("after the replay: %v", r.f.Recording())
	}
}

func TestWaitsRunInTheOpen(t *testing.T) {
	r := newRig(t, 0)
	r.do("wait 3s")
	r.at("3.000 s")
	r.do("at 5s crash store-1")
	r.ticks(2)
	r.at("5.000 s")
	if len(r.p.Marks()) != 1 {
		t.Errorf("marks %v", r.p.Marks())
	}
	r.do("wait until run.time >= 6")
	r.ticks(50)
	if r.p.Running() || r.p.Now() < 6_000_000 || r.p.Now() > 6_100_000 {
		t.Errorf("at %s, running %v", r.p.Now(), r.p.Running())
	}
}

func TestReset(t *testing.T) {
	r := newRig(t, 0)
	r.do("crash store-1")
	if err := r.p.Reset(); err != nil {
		t.Fatal(err)
	}
	r.at("0.000 s")
	if len(r.p.Marks()) != 0 || r.p.End() != 0 {
		t.Error("something is left")
	}
}

// A step for a moment that has passed is refused, not done at another one.
func TestPastStepIsRefused(t *testing.T) {
	r := newRig(t, 0)
	r.p.Run()
	r.ticks(100)
	r.p.Pause()
	step, err := scenario.ParseStep("at 1s crash store-1")
	if err != nil {
		t.Fatal(err)
	}
	now := r.p.Now()
	if _, _, err := r.p.Do(step); err == nil || !strings.Contains(err.Error(), "already "+now.String()) || !strings.Contains(err.Error(), "at 1s") {
		t.Errorf("got %v", err)
	}
	if n := len(r.f.Recording()); n != 0 {
		t.Errorf("%d steps were done", n)
	}
}

// Steps that were undone are no part of the sitting any more, even those at the
// moment at which it was left.
func TestFoldUndone(t *testing.T) {
	s := Fold([]Event{{At: 5, Step: "crash a"}, {At: 9, Step: "crash b"}, {At: 9, Step: "heal"}, {At: 9, Undone: 2}, {At: 9}})
	if len(s.Events) != 1 || s.Events[0].Step != "crash a" || s.Now != 9 {
		t.Errorf("%+v", s)
	}
	if s := Fold([]Event{{At: 5, Step: "crash a"}, {At: 5, Undone: 100}}); len(s.Events) != 0 {
		t.Errorf("%+v", s)
	}
}
