package content

import (
	"testing"
)

// Goal: every lesson, scenario and link in the program can be opened, so that
// a mistake of an author is found here and not by a learner.
func TestEmbeddedLessons(t *testing.T) {
	lib := Embedded()
	lessons, err := lib.Lessons()
	if err != nil {
		t.Fatal(err)
	}
	if len(lessons) < 3 {
		t.Fatalf("found %d lessons, want at least the 3 of the first part", len(lessons))
	}
	p := NewParser()
	for _, entry := range lessons {
		lesson, err := lib.Lesson(entry.ID)
		if err != nil {
			t.Error(err)
			continue
		}
		doc := &lesson.Document
		for _, destination := range Destinations(p, doc) {
			if link := lib.Resolve(doc, destination); link.Broken != "" {
				t.Errorf("%s: link %s: %s", doc.Path, destination, link.Broken)
			}
		}
		graded := 0
		for _, section := range doc.Sections {
			for _, b := range section.Blocks {
				if b.Predict != nil {
					graded++
					if sc := lesson.PredictScenario(b.Name); b.Predict.GradedBy != nil && sc == nil {
						t.Errorf("%s:%d: nothing runs to grade %s", doc.Path, b.Line, b.Name)
					}
				}
			}
		}
		if graded == 0 {
			t.Errorf("%s has no prediction", doc.Path)
		}
	}
}
