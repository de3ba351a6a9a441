package guide

import "netsplit/content"

// Lesson is a prediction that a lesson asks about a scenario. It is about the
// whole run: once the script has ended, the run decides it.
type Lesson struct {
	title   string // of the lesson
	predict *content.Predict
	chosen  int  // option, from 1; 0: not yet
	skipped bool // the learner went on without
	came    int  // what the run showed; 0: not decided
}

func (l *Lesson) open() bool { return l.chosen == 0 && !l.skipped && l.came == 0 }

// Lessons looks in all lessons for predictions about a scenario.
func Lessons(lib *content.Library, scenario string) []*Lesson {
	lessons, err := lib.Lessons()
	if err != nil {
		return nil // nothing to ask; the steps still have their questions
	}
	var out []*Lesson
	for _, found := range lessons {
		lesson, err := lib.Lesson(found.ID)
		if err != nil {
			continue
		}
		for _, b := range lesson.Document.AllBlocks() {
			if b.Predict == nil || len(b.Predict.GradedBy) == 0 {
				continue
			}
			if s := lesson.PredictScenario(b.Predict.ID); s != nil && s.Name == scenario {
				out = append(out, &Lesson{title: lesson.Title, predict: b.Predict})
			}
		}
	}
	return out
}
