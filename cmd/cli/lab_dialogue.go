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
)

// labDialogue drives a cluster line by line: a step in, sentences out. Nothing
// is redrawn, so it suits screen readers, pipes and tests.
type labDialogue struct {
	p       *Program
	cluster *engine.Cluster
	last    engine.LogLine // told last
	failed  bool           // an expectation or a check did not hold
	wrong   bool           // a line was not understood
}

// longestLine bounds what one line may hold.
const longestLine = 64 << 10

// patience is how long a client operation is waited for, in virtual time.
const patience = 30 * time.Second

func (p *Program) labDialogue(sc *scenario.Scenario, seed *uint64) error {
	start := sc.Seed
	if seed != nil {
		start = *seed
	}
	cluster, err := engine.New(sc, start)
	if err != nil {
		return err
	}
	d := &labDialogue{p: p, cluster: cluster}
	fmt.Fprintf(p.Stdout, "%s: %s\n", clean(sc.Name), clean(sc.Title))
	fmt.Fprintln(p.Stdout, "Type a step, such as: put cart milk. Type help for more, quit to leave.")
	lines := bufio.NewScanner(p.Stdin)
	lines.Buffer(make([]byte, 4096), longestLine)
	for d.ask(lines) {
		if leave := d.line(strings.TrimSpace(lines.Text())); leave {
			break
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
	word, rest, _ := strings.Cut(text, " ")
	rest = strings.TrimSpace(rest)
	switch word {
	case "":
	case "quit", "exit", "q":
		return true
	case "help", "?":
		d.help(rest)
	case "next":
		d.next()
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
		d.save(rest)
	default:
		d.step(text)
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

// step does a step of the scenario grammar. A client operation is waited for.
func (d *labDialogue) step(text string) {
	step, err := scenario.ParseStep(text)
	if err != nil {
		d.mistake(err)
		return
	}
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
		d.mistake(err)
		return
	}
	d.await(operation)
	d.tell()
}

// await lets time pass until an operation has ended.
func (d *labDialogue) await(operation uint64) {
	for end := d.cluster.Now().Add(patience); operation != 0 && d.cluster.Now() < end; d.cluster.Advance(time.Millisecond) {
		if o, ok := d.cluster.Operation(operation); !ok || o.Outcome != engine.Pending {
			return
		}
	}
}

// next does the scenario's own next step and waits for it.
func (d *labDialogue) next() {
	step, ok := d.cluster.NextStep()
	if !ok {
		d.say("The scenario has no more steps.")
		return
	}
	d.say("next: %s", step.Text)
	if err := d.cluster.DoNext(); err != nil {
		d.mistake(err)
		return
	}
	for end := d.cluster.Now().Add(longestStep); d.cluster.Now() < end; d.cluster.Advance(10 * time.Millisecond) {
		if state := d.scriptState(step); state != "running" && state != "waiting" {
			break
		}
	}
	d.tell()
	if d.scriptState(step) == "failed" {
		d.failed = true
		d.say("That failed.")
	}
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
	log := d.cluster.Snapshot().Log
	d.last = engine.LogLine{}
	if len(log) > 0 {
		d.last = log[len(log)-1]
	}
	d.say("It is %s again.", d.cluster.Now())
}

// save writes what was done as a scenario file, never over another.
func (d *labDialogue) save(path string) {
	if path == "" {
		d.mistake(errors.New("save wants a file name, such as save mine.yaml"))
		return
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		d.mistake(err)
		return
	}
	_, err = file.Write(scenario.Format(d.cluster.Scenario(), d.cluster.Recording()))
	if err := errors.Join(err, file.Close()); err != nil {
		d.mistake(err)
		return
	}
	d.say("Saved. Run it with: netsplit run %s", path)
}

// why explains an operation by its number, a node by its name, or the latest
// operation that was done by hand.
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
