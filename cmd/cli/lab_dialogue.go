package cli

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"netsplit/engine"
	"netsplit/engine/clock"
	"netsplit/engine/network"
	"netsplit/engine/scenario"
	"netsplit/store"
	"netsplit/tui/lab"
	"netsplit/tui/player"
)

// labDialogue drives a cluster line by line: a step in, sentences out. Nothing
// is redrawn, so it suits screen readers, pipes and tests.
type labDialogue struct {
	p       *Program
	cluster *engine.Cluster
	fork    *engine.Cluster // goes on beside it, nil: none
	guide   *guided         // nil: free mode
	keep    *player.Sitting
	last    engine.LogLine // told last
	taken   []int          // for each step saved, how many the run had recorded with it
	failed  bool           // an expectation or a check did not hold
	wrong   bool           // a line was not understood
	unsaved error          // why something could not be saved; ends the dialogue
}

// longestLine bounds what one line may hold.
const longestLine = 64 << 10

// patience is how long a client operation is waited for, in virtual time.
const patience = 30 * time.Second

// labDialogue goes on with the sitting of a lab, or begins one. Subject is the
// name under which it is kept.
func (p *Program) labDialogue(sc *scenario.Scenario, subject string, seed *uint64) error {
	s, err := p.openStore()
	if err != nil {
		return err
	}
	defer s.Close()
	first := sc.Seed
	if seed != nil {
		first = *seed
	}
	keep, err := player.OpenSitting(s, subject, sc.Source, first, seed != nil)
	if err != nil {
		return err
	}
	state := player.Fold(keep.Events)
	cluster, err := engine.New(sc, keep.Seed)
	if err != nil {
		return err
	}
	place := store.Place{Page: "lab", Target: subject}
	if seed != nil {
		place.State = lab.State(*seed)
	}
	if err := s.SavePlace(place); err != nil {
		return err
	}
	taken, err := replay(cluster, state)
	if err != nil {
		return err
	}
	d := &labDialogue{p: p, cluster: cluster, keep: keep, taken: taken}
	fmt.Fprintf(p.Stdout, "%s: %s\n", clean(sc.Name), clean(sc.Title))
	fmt.Fprintln(p.Stdout, "Type a step, such as: put cart milk. Type help for more, quit to leave.")
	if len(state.Events) > 0 {
		fmt.Fprintf(p.Stdout, "It goes on at %s, with what you did before. Type anew to start again.\n", cluster.Now())
		d.skip()
	}
	lines := bufio.NewScanner(p.Stdin)
	lines.Buffer(make([]byte, 4096), longestLine)
	for d.ask(lines) {
		if leave := d.line(strings.TrimSpace(lines.Text())); leave {
			break
		}
		if d.unsaved != nil {
			return fmt.Errorf("the lab could not be saved: %w", d.unsaved)
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("standard input: %w", err)
	}
	switch {
	case p.StdinTerminal: // mistakes were told as they were made
		return nil
	case d.wrong:
		return errors.New("some lines were not understood")
	case d.failed:
		return errFailed
	}
	return nil
}

// ask reads a line, with a prompt where a person types it.
func (d *labDialogue) ask(lines *bufio.Scanner) bool {
	if d.p.StdinTerminal {
		fmt.Fprintf(d.p.Stdout, "%s> ", d.cluster.Now())
	}
	if err := d.p.out.Flush(); err != nil {
		return false
	}
	return lines.Scan()
}

// line carries one line out and reports whether it asks to leave.
func (d *labDialogue) line(text string) (leave bool) {
	if d.answer(text) {
		return false
	}
	word, rest, _ := strings.Cut(text, " ")
	rest = strings.TrimSpace(rest)
	switch word {
	case "":
	case "quit", "exit", "q":
		if d.fork != nil {
			d.say("Your steps are kept. The fork is not: it ends here.")
		}
		return true
	case "help", "?":
		d.help(rest)
	case "next":
		d.next()
	case "guide":
		d.toggleGuide()
	case "status":
		d.status()
	case "metrics":
		d.metrics(rest)
	case "keys":
		d.keys()
	case "why":
		d.why(rest)
	case "back":
		d.back(rest)
	case "save":
		d.write(rest)
	case "anew":
		d.anew()
	case "show":
		d.show(rest)
	case "fork":
		d.forkRun(rest)
	case "compare":
		d.compare()
	case "begin":
		d.step(rest, false)
	case "event":
		d.event()
	case "undo":
		d.undo()
	default:
		d.step(text, true)
	}
	return false
}

func (d *labDialogue) say(format string, values ...any) {
	fmt.Fprintln(d.p.Stdout, clean(fmt.Sprintf(format, values...)))
}

// mistake tells what was wrong with a line.
func (d *labDialogue) mistake(err error) {
	d.wrong = true
	d.say("error: %v", err)
}

// step does a step of the scenario grammar. A client operation is waited for,
// unless its messages are to be handled one by one.
func (d *labDialogue) step(text string, wait bool) {
	step, err := scenario.ParseStep(text)
	if err != nil {
		d.mistake(err)
		return
	}
	at := d.cluster.Now()
	operation, err := d.cluster.Do(step)
	switch step.Command.(type) {
	case scenario.ExpectValue, scenario.ExpectError, scenario.ExpectNone, scenario.ExpectMetric, scenario.Check:
		d.tell()
		if err != nil {
			d.failed = true
			d.say("That does not hold.")
		} else {
			d.say("That holds.")
		}
		return
	}
	if err != nil {
		if d.cluster.Now() != at { // it waited in vain
			d.save(player.Event{At: d.cluster.Now()})
		}
		d.mistake(err)
		return
	}
	if wait {
		d.await(operation)
	}
	switch step.Command.(type) {
	case scenario.Wait, scenario.WaitQuiet, scenario.WaitUntil: // only time has passed
	default:
		if step.Timed {
			at = max(at, step.At)
		}
		d.save(player.Event{At: at, Step: step.Command.String()})
	}
	d.save(player.Event{At: d.cluster.Now()})
	d.tell()
}

// save keeps an event. What was told is on disk before the next line is read.
func (d *labDialogue) save(e player.Event) {
	if d.unsaved == nil {
		d.unsaved = d.keep.Append(e)
	}
	if e.Step != "" || e.Next {
		n := len(d.cluster.Recording())
		d.takenBack(n - 1)
		d.taken = append(d.taken, n)
	}
}

// takenBack forgets the steps that a run of n recorded steps does not have, and
// says how many they were.
func (d *labDialogue) takenBack(n int) int {
	left := 0
	for left < len(d.taken) && d.taken[left] <= n {
		left++
	}
	gone := len(d.taken) - left
	d.taken = d.taken[:left]
	return gone
}

// anew starts the lab again from time zero.
func (d *labDialogue) anew() {
	cluster, err := engine.New(d.cluster.Scenario(), d.cluster.Seed())
	if err != nil {
		d.mistake(err)
		return
	}
	d.cluster, d.last, d.fork, d.taken = cluster, engine.LogLine{}, nil, nil
	d.unask()
	d.save(player.Event{Reset: true})
	d.say("It is %s again, and nothing was done.", d.cluster.Now())
}

// skip takes everything in the log as told.
func (d *labDialogue) skip() {
	d.last = engine.LogLine{}
	if log := d.cluster.Snapshot().Log; len(log) > 0 {
		d.last = log[len(log)-1]
	}
}

// await lets time pass until an operation has ended.
func (d *labDialogue) await(operation uint64) {
	for end := d.cluster.Now().Add(patience); operation != 0 && d.cluster.Now() < end; d.cluster.Advance(time.Millisecond) {
		if o, ok := d.cluster.Operation(operation); !ok || o.Outcome != engine.Pending {
			return
		}
	}
}

// next does the scenario's own next step; in guided mode it asks for a
// prediction first. A second time, it goes on without one.
func (d *labDialogue) next() {
	if d.guide == nil || d.guide.asked == nil {
		if !d.askFirst() {
			d.runNext()
		}
		return
	}
	q := d.guide.asked
	d.guide.asked = nil
	d.guide.Skip(q)
	d.goOn(q)
}

// runNext does the scenario's own next step and waits for it.
func (d *labDialogue) runNext() {
	step, ok := d.cluster.NextStep()
	if !ok {
		d.say("The scenario has no more steps.")
		return
	}
	d.say("next: %s", step.Text)
	at := d.cluster.Now()
	if err := d.cluster.DoNext(); err != nil {
		d.mistake(err)
		return
	}
	for end := d.cluster.Now().Add(longestStep); d.cluster.Now() < end; d.cluster.Advance(10 * time.Millisecond) {
		if state := d.scriptState(step); state != "running" && state != "waiting" {
			break
		}
	}
	d.save(player.Event{At: at, Next: true, Step: step.Command.String()})
	d.save(player.Event{At: d.cluster.Now()})
	d.tell()
	if d.scriptState(step) == "failed" {
		d.failed = true
		d.say("That failed.")
	}
	d.settle()
}

// longestStep bounds a step that waits for something.
const longestStep = 10 * time.Minute

// scriptState is how far a step of the scenario's own got.
func (d *labDialogue) scriptState(step scenario.Step) string {
	for _, s := range d.cluster.Snapshot().Script {
		if s.Line == step.Line {
			return s.State
		}
	}
	return ""
}

// back goes to an earlier moment.
func (d *labDialogue) back(text string) {
	t, err := network.ParseDuration(text)
	if err != nil {
		d.mistake(fmt.Errorf("back wants a time, such as back 2.5s: %w", err))
		return
	}
	if err := d.cluster.Seek(clock.FromDuration(t)); err != nil {
		d.mistake(err)
		return
	}
	d.skip()
	d.unask()
	d.save(player.Event{At: d.cluster.Now()})
	d.say("It is %s again.", d.cluster.Now())
}

// write keeps what was done as a scenario file, never over another.
func (d *labDialogue) write(path string) {
	if path == "" {
		d.mistake(errors.New("save wants a file name, such as save mine.yaml"))
		return
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		d.mistake(err)
		return
	}
	_, err = file.Write(scenario.Format(d.cluster.Scenario(), engine.Session(d.cluster.Recording(), d.cluster.Now())))
	if err := errors.Join(err, file.Close()); err != nil {
		d.mistake(err)
		return
	}
	d.say("Saved. Run it with: netsplit run %s", path)
}

// why explains an operation by its number, a node or a component by its name,
// or the latest operation that was done by hand.
func (d *labDialogue) why(what string) {
	if n, err := strconv.ParseUint(what, 10, 64); err == nil {
		d.say("%s", strings.TrimRight(d.cluster.Why(n).String(), "\n"))
		return
	}
	if what == "" {
		last, ok := d.cluster.LastManual()
		if !ok {
			d.mistake(errors.New("nothing was asked yet: try put cart milk, then why"))
			return
		}
		d.say("%s", strings.TrimRight(d.cluster.Why(last.ID).String(), "\n"))
		return
	}
	d.say("%s", strings.TrimRight(d.cluster.WhyNode(what).String(), "\n"))
}
