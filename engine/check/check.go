// Package check judges what a run did from what its clients were told.
//
// Each property is one function from plain values to a Verdict. A verdict
// against a run names the two or three operations at fault, in words, because
// "not linearizable" alone teaches nobody anything:
//
//	v := check.Linearizable(history, check.Options{})
//	if !v.OK {
//		fmt.Println(v.Explanation)
//		// get cart by you (op 9) at 4.100 s read milk, but put cart eggs
//		// by you (op 7) had been acknowledged at 3.400 s, before …
//	}
//
// Linearizable decides whether every key behaved like one register that
// changes at one moment (by porcupine, and by zones, see zones.go). Guarantees
// and Sessions decide what each client session may expect. NoLostWrites
// compares what was acknowledged with what is left, Converged whether the
// replicas agree, AtLeastOnce whether any work vanished.
//
// All verdicts are deterministic: searches are bounded by their steps, never
// by time.
//
// Sources: Herlihy and Wing, "Linearizability", TOPLAS 1990; Gibbons and
// Korach, "Testing Shared Memories", SIAM J. Comput. 1997; Lowe, "Testing for
// linearizability", 2017; Terry et al., "Session Guarantees for Weakly
// Consistent Replicated Data", PDIS 1994.
package check

import "fmt"

// Verdict is what a check found.
type Verdict struct {
	Name        string // of the check: "linearizable"
	OK          bool
	Unknown     bool     // a bound was hit, or something needed is not known: not OK, and not disproved
	Explanation string   // one to three sentences, also when it is OK
	Operations  []uint64 // at fault, the earliest first
	Faults      int      // how many there are; the explanation is of the first
}

// String is the verdict in a line.
func (v Verdict) String() string {
	word := "failed"
	switch {
	case v.OK:
		word = "ok"
	case v.Unknown:
		word = "unknown"
	}
	return fmt.Sprintf("%s: %s: %s", v.Name, word, v.Explanation)
}

// fault is one violation, before it becomes a verdict.
type fault struct {
	text       string
	operations []uint64
}

// verdict sums up faults: the first in words, and how many more there are.
func verdict(name string, faults []fault, fine string) Verdict {
	if len(faults) == 0 {
		return Verdict{Name: name, OK: true, Explanation: fine}
	}
	text := faults[0].text
	if more := len(faults) - 1; more > 0 {
		text += fmt.Sprintf(" (and %d more like it)", more)
	}
	return Verdict{Name: name, Explanation: text, Operations: faults[0].operations, Faults: len(faults)}
}
