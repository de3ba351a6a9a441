// Package drill is a mock interview: a problem from a file, and a session that
// leads through it in four steps.
//
// The interviewer says one sentence. Facts are told only when asked for.
// Estimates use numbers drawn afresh and are graded by their order of
// magnitude. Two failures are predicted, run on a cluster and compared. At the
// end the candidate grades four axes, each only after its evidence, which is
// what he or she really asked and answered, has been shown.
//
// A Session is a pure state machine. Everything the candidate does is an
// Event; the state is what the events make of it, so saving each event is
// enough to be exactly there again after a crash:
//
//	session, event := drill.Start(problem, seed)
//	save(event)
//	for !session.Finished() {
//		event, err := session.Read(line, elapsed) // what the line means now
//		if err == nil {
//			err = session.Apply(event)
//			save(event)
//		}
//	}
//	session, err = drill.Replay(problem, seed, saved)
//
// The package runs no cluster and reads no clock: the composer does both, and
// gives the outcome (Session.Ran) and the time passed with each event.
//
// The four steps and what is good in each follow the usual interview advice:
// agree on the scope, propose a design and get agreement, go deep, wrap up.
package drill
