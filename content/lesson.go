package content

// Lesson is one lesson of ours.
type Lesson struct {
	ID, Title, Track string
	Order, Minutes   int
	Needs, Sources   []string
	Document         Document // empty in lists; Library.Lesson fills it
}

// Track is a row of lessons on one subject.
type Track struct {
	ID, Title string
	Lessons   []Lesson // by order, without their documents
}

// PredictScenario is the scenario whose run grades the prediction id: the one
// it names, else the first one below it in the lesson. It is nil if there is
// none.
func (l *Lesson) PredictScenario(id string) *Scenario {
	var found *Predict
	var named *Scenario
	blocks := l.Document.AllBlocks()
	for _, b := range blocks {
		if b.Predict != nil && b.Predict.ID == id {
			found = b.Predict
		}
	}
	if found == nil {
		return nil
	}
	seen := false
	for _, b := range blocks {
		seen = seen || b.Predict == found
		if b.Scenario == nil {
			continue
		}
		if found.Scenario == "" && seen || found.Scenario == b.Scenario.Name {
			named = b.Scenario
			break
		}
	}
	return named
}

// AllBlocks are the blocks of all sections in order, those in folds too.
func (d *Document) AllBlocks() []Block {
	var all []Block
	var collect func([]Block)
	collect = func(blocks []Block) {
		for _, b := range blocks {
			all = append(all, b)
			collect(b.Blocks)
		}
	}
	for i := range d.Sections {
		collect(d.Sections[i].Blocks)
	}
	return all
}
