package scene

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"netsplit/engine"
)

func sqlView() View {
	q := engine.SQL{Component: "sql", Replication: "async", Monitor: "sql-monitor", Failovers: 1, Groups: []engine.SQLGroup{{
		Share: 1, Address: "sql-2", Leader: "sql-2", Epoch: 2, Backup: 12, BackupAge: 4 * time.Second,
		Members: []engine.SQLMember{
			{Node: "sql-1", Role: "leader", Epoch: 1, Log: 14, Applied: 14, Fenced: true},
			{Node: "sql-2", Role: "leader", Epoch: 2, Log: 18, Applied: 18, Acts: true},
			{Node: "sql-3", Role: "replica", Epoch: 2, Log: 16, Applied: 9, LagEntries: 9, Lag: 230 * time.Millisecond, Source: "sql-2"},
			{Node: "sql-4", Role: "down", Epoch: 1, Log: 3, Applied: 3},
		}}}}
	return View{Snapshot: &engine.Snapshot{SQLs: []engine.SQL{q}}, Node: "sql-3"}
}

// The picture says who leads, who is fenced and who is behind; it has the size
// that was asked for, whatever that is.
func TestSQLPicture(t *testing.T) {
	for _, area := range [][2]int{{46, 10}, {76, 16}, {96, 22}, {136, 37}} {
		t.Run(fmt.Sprintf("%dx%d", area[0], area[1]), func(t *testing.T) {
			golden.RequireEqual(t, []byte(trimRight(SQL(sqlView(), area[0], area[1]).String(nil))))
		})
	}
	for w := range 90 {
		for h := 1; h < 12; h++ {
			for _, line := range strings.Split(SQL(sqlView(), w, h).String(nil), "\n") {
				if ansi.StringWidth(line) != w {
					t.Fatalf("%dx%d: a line is %d wide", w, h, ansi.StringWidth(line))
				}
			}
		}
	}
}

// The head says how many connections are open and how many were turned away,
// where the database counts them.
func TestSQLConnections(t *testing.T) {
	v := sqlView()
	v.Snapshot.SQLs[0].Connections = engine.SQLConnections{Most: 20, Open: 20, Busy: 3, Waiting: 2, Refused: 41}
	got := SQL(v, 100, 4).String(nil)
	if want := "connections: 20 open, 3 of them at work; a node takes 20; 2 wait for one; 41 refused"; !strings.Contains(got, want) {
		t.Errorf("no %q in\n%s", want, got)
	}
}
