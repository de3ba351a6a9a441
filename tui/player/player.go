// Package player holds the one running cluster of a lab and moves its time.
//
// It maps wall-clock ticks to virtual time while the run plays, and asks for no
// ticks while it is paused. The work of one tick is bounded: when the engine
// can't keep up with the speed asked for, virtual time slows down and the player
// says by how much, so that the screen stays alive. Going to another moment is
// a replay, done in the same bounded pieces.
//
//	p, err := player.New(player.Options{Make: build, Now: time.Now, Save: save})
//	cmd := p.Run()          // starts ticking
//	cmd = p.Update(msg)     // in the page's Update
//	view := p.Snapshot()    // as often as wanted; copied once a change
//
// The player keeps the history of what was done. After a rewind the later part
// of it happens again when time gets there, until a new step drops it.
//
// Every step, and about every second where the run is, goes to Save as an
// Event; New with those events in Options.Events is at the same moment again.
package player

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"netsplit/engine"
	"netsplit/engine/clock"
	"netsplit/engine/scenario"
)

// Cluster is what the player drives: engine.Cluster, or a fake in tests.
type Cluster interface {
	Do(step scenario.Step) (op uint64, err error)
	Advance(d time.Duration)
	StepEvent() bool
	Now() clock.Time
	Snapshot() engine.Snapshot
	Recording() []scenario.Step
	NextStep() (scenario.Step, bool)
	DoNext() error
	Names() []string
	Holds(condition scenario.Condition) (ok bool, got string, err error)
	Operation(id uint64) (engine.Operation, bool)
	Why(op uint64) engine.Explanation
	WhyNode(node string) engine.Explanation
	WhyMessage(id uint64) engine.Explanation
	Message(id uint64) (engine.Flight, bool)
	Past(from, to clock.Time) engine.Past
}

// Options is what a player needs.
type Options struct {
	Make   func() (Cluster, error) // builds the cluster at time zero
	Now    func() time.Time
	Save   func(Event) // called for everything worth keeping; may be nil
	Events []Event     // of an earlier sitting
}

// The bounds of a tick. Frames come every interval; the engine may take budget
// of it, the rest is for drawing and for the terminal.
const (
	interval = 40 * time.Millisecond
	budget   = 14 * time.Millisecond
	first    = 30 * time.Millisecond // for a piece of a jump: most jumps end in the first
	breath   = 4 * time.Millisecond  // between the pieces of a jump, for keys and drawing
	saveEach = time.Second
)

// Player is the cluster and how its time moves.
type Player struct {
	options Options
	cluster Cluster

	running bool
	stopAt  stop // when running: what ends it by itself
	speed   int  // index into Speeds()
	ticks   int  // generation of the tick that is awaited
	last    time.Time
	owed    float64 // fractions of a microsecond not yet run
	behind  float64
	pace    time.Duration // virtual time of a piece of work
	jump    *jump
	waiting []awaiting // steps that were asked for on the way of the jump

	history []Event // what was done, in order of time
	done    int     // how many of history the cluster has seen: fewer after a rewind

	end       clock.Time // how far the run ever got
	operation uint64     // the latest by hand
	note      string
	saved     time.Time
	savedAt   clock.Time

	series series

	fork       *engine.Cluster // goes on beside it, see Fork
	forked     clock.Time
	forkShown  engine.Snapshot
	forkCopied int // version of forkShown

	comparison *engine.Comparison // of the two, see Compare
	comparedAt int                // version of comparison

	version int
	shown   engine.Snapshot
	copied  int // version of shown
}

// New builds the cluster and, when there are events, starts the way back to
// where they ended. The command that Init returns continues it.
func New(o Options) (*Player, error) {
	p := &Player{options: o, speed: normalSpeed, pace: 5 * time.Millisecond, version: 1}
	if err := p.build(); err != nil {
		return nil, err
	}
	if len(o.Events) > 0 {
		p.resume(Fold(o.Events))
	}
	return p, nil
}

// build puts a new cluster at time zero. What was done stays known and happens
// again as time gets there.
func (p *Player) build() error {
	c, err := p.options.Make()
	if err != nil {
		return err
	}
	p.cluster, p.done, p.operation, p.owed, p.behind = c, 0, 0, 0, 0
	p.running, p.stopAt, p.jump, p.waiting = false, stop{}, nil, nil
	p.version++ // a fork waits until the way back is done
	return nil
}

// Init continues a resumed run on its way.
func (p *Player) Init() tea.Cmd { return p.tick() }

// changed drops the cached snapshot.
func (p *Player) changed() {
	p.keepPace()
	p.rewound()
	p.sample()
	p.version++
	p.end = max(p.end, p.cluster.Now())
}

// Version counts changes of the run, for caches of what is drawn from it.
func (p *Player) Version() int { return p.version }

// Snapshot is the run now. It is copied at most once a change; do not modify it.
func (p *Player) Snapshot() *engine.Snapshot {
	if p.copied != p.version {
		p.shown, p.copied = p.cluster.Snapshot(), p.version
	}
	return &p.shown
}

// Cluster is the cluster itself, for questions (Why, Names). Drive it only
// through the player.
func (p *Player) Cluster() Cluster { return p.cluster }

// Now is the virtual time.
func (p *Player) Now() clock.Time { return p.cluster.Now() }

// End is how far the run ever got: what lies after Now can be replayed.
func (p *Player) End() clock.Time { return p.end }

// Running reports whether time moves.
func (p *Player) Running() bool { return p.running }

// Busy reports whether a jump is under way, and how much of it is done.
func (p *Player) Busy() (share float64, busy bool) {
	if p.jump == nil {
		return 1, false
	}
	whole := p.jump.to.Sub(p.jump.from)
	if whole <= 0 {
		return 1, true
	}
	return p.cluster.Now().Sub(p.jump.from).Seconds() / whole.Seconds(), true
}

// Hurrying reports whether the jump under way ends with the script's step, so
// that nobody knows how long it is.
func (p *Player) Hurrying() bool { return p.jump != nil && p.jump.script }

// Behind is the speed the machine really manages when it is less than the one
// asked for, and 0 otherwise.
func (p *Player) Behind() float64 { return p.behind }

// Note is a sentence about what the player just did, "" most of the time.
func (p *Player) Note() string { return p.note }

// Operation is the latest client operation done by hand, 0 before the first.
func (p *Player) Operation() uint64 { return p.operation }
