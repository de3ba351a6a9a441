package quorum

import (
	"fmt"
	"math/bits"
	"strings"
)

// MaxNodes is how many nodes a Tracker can tell apart.
const MaxNodes = 64

// State is how far a vote is.
type State string

// The states. Won and Lost are final.
const (
	Won     State = "won"
	Lost    State = "lost"
	Pending State = "pending"
)

// Tracker follows the answers of Of nodes, numbered from 0, of which Need must
// agree. It is a plain value: copy it, compare it, keep it in a struct. It
// never allocates. Of is at most MaxNodes; nodes beyond do not exist.
type Tracker struct {
	Need, Of      int
	acked, failed uint64 // bit i: node i
}

// Ack notes that a node agreed. Only the first answer of a node counts; Ack
// reports whether this was it. A node that does not exist has no answer.
func (t *Tracker) Ack(node int) bool {
	if !t.waitsFor(node) {
		return false
	}
	t.acked |= 1 << node
	return true
}

// Fail notes that a node refused or can't answer, and reports like Ack.
func (t *Tracker) Fail(node int) bool {
	if !t.waitsFor(node) {
		return false
	}
	t.failed |= 1 << node
	return true
}

func (t *Tracker) waitsFor(node int) bool {
	return node >= 0 && node < t.size() && (t.acked|t.failed)>>node&1 == 0
}

func (t *Tracker) size() int { return min(max(t.Of, 0), MaxNodes) }

// Acks is how many nodes agreed.
func (t *Tracker) Acks() int { return bits.OnesCount64(t.acked) }

// Fails is how many nodes failed.
func (t *Tracker) Fails() int { return bits.OnesCount64(t.failed) }

// Waiting is how many nodes have not answered.
func (t *Tracker) Waiting() int { return t.size() - t.Acks() - t.Fails() }

// Acked reports whether the node agreed.
func (t *Tracker) Acked(node int) bool { return has(t.acked, node) }

// Failed reports whether the node failed.
func (t *Tracker) Failed(node int) bool { return has(t.failed, node) }

func has(set uint64, node int) bool { return node >= 0 && node < MaxNodes && set>>node&1 == 1 }

// State says whether enough nodes agreed, or can't any more. Once won it stays
// won, whoever fails later. Needing more nodes than there are is lost from
// the start, and needing none is won.
func (t *Tracker) State() State {
	switch {
	case t.Acks() >= t.Need:
		return Won
	case t.Acks()+t.Waiting() < t.Need:
		return Lost
	}
	return Pending
}

// String is one line: "needed 2 of 3, got 1, 1 failed, 1 waiting: pending".
func (t *Tracker) String() string {
	return fmt.Sprintf("needed %d of %d, got %d, %d failed, %d waiting: %s",
		t.Need, t.size(), t.Acks(), t.Fails(), t.Waiting(), t.State())
}

// Describe draws the vote, one node a line:
//
//	needed 2 of 3, got 1, 1 failed, 1 waiting: pending
//	  [+] store-1  agreed
//	  [ ] store-2  waiting
//	  [x] store-3  failed
//
// A node without a name is called by its number.
func (t *Tracker) Describe(names []string) string {
	var b strings.Builder
	b.WriteString(t.String())
	width := 0
	labels := make([]string, t.size())
	for i := range labels {
		labels[i] = fmt.Sprintf("node %d", i)
		if i < len(names) {
			labels[i] = names[i]
		}
		width = max(width, len(labels[i]))
	}
	for i, label := range labels {
		mark, word := "[ ]", "waiting"
		switch {
		case t.Acked(i):
			mark, word = "[+]", "agreed"
		case t.Failed(i):
			mark, word = "[x]", "failed"
		}
		fmt.Fprintf(&b, "\n  %s %-*s  %s", mark, width, label, word)
	}
	return b.String()
}
