package cli

import "netsplit/calc/recovery"

type drCommand struct {
	RPO         string `name:"rpo" required:"" placeholder:"TIME" help:"How much of the past may be lost: 15m, 0s."`
	RTO         string `name:"rto" required:"" placeholder:"TIME" help:"How long the service may be away: 1h."`
	Data        string `required:"" placeholder:"BYTES" help:"How much has to be restored from a backup: 2TB."`
	BackupEvery string `name:"backup-every" placeholder:"TIME" help:"Time between two backups: 1d (default)."`
	RestoreRate string `name:"restore-rate" placeholder:"RATE" help:"How fast a backup is read back: 200MB/s (default)."`
	Lag         string `placeholder:"TIME" help:"How far the other region's replica is behind: 1m (default); 0s when it is synchronous."`
	Detect      string `placeholder:"TIME" help:"To notice and to decide: 5m (default)."`
	Start       string `placeholder:"TIME" help:"To start servers that are switched off: 10m (default)."`
	Scale       string `placeholder:"TIME" help:"To grow a small fleet to full size: 5m (default)."`
	Switch      string `placeholder:"TIME" help:"To send users to the other region: 1m (default)."`

	sheetFlags
}

// Help shows examples.
func (*drCommand) Help() string {
	return `Examples:

  netsplit calc dr --rpo 15m --rto 1h --data 2TB
  netsplit calc dr --rpo 1h --rto 8h --data 500GB --backup-every 1h
  netsplit calc dr --rpo 0s --rto 1m --data 2TB --lag 0s --json | jq -r .result.choose`
}

// Run compares the strategies.
func (c *drCommand) Run(p *Program) error {
	return p.solve(recovery.Calculator().Forms[0], map[string]string{"rpo": c.RPO, "rto": c.RTO, "data": c.Data,
		"backup-every": c.BackupEvery, "restore-rate": c.RestoreRate, "lag": c.Lag, "detect": c.Detect,
		"start": c.Start, "scale": c.Scale, "switch": c.Switch}, c.sheetFlags)
}

type rtoCommand struct {
	Data    string `placeholder:"BYTES" help:"In the backup: 2TB (default)."`
	Rate    string `placeholder:"RATE" help:"How fast one stream reads it back: 200MB/s (default)."`
	Streams string `placeholder:"NUMBER" help:"At the same time, of parts of the data: 1 (default)."`
	Link    string `placeholder:"RATE" help:"That all streams share: 10Gbps (default)."`
	Log     string `placeholder:"BYTES" help:"Written since the backup, to be applied again: 20GB (default)."`
	Replay  string `placeholder:"RATE" help:"How fast that goes: 50MB/s (default)."`
	Detect  string `placeholder:"TIME" help:"To notice and to decide: 5m (default)."`
	Prepare string `placeholder:"TIME" help:"To start servers, and later to check and to switch: 10m (default)."`
	RTO     string `name:"rto" placeholder:"TIME" help:"How long the service may be away: 4h (default)."`

	sheetFlags
}

// Help shows examples.
func (*rtoCommand) Help() string {
	return `Examples:

  netsplit calc rto --data 2TB --rate 200MB/s
  netsplit calc rto --data 20TB --rate 200MB/s --streams 8 --rto 8h --json`
}

// Run adds the restore up.
func (c *rtoCommand) Run(p *Program) error {
	return p.solve(recovery.Restore().Forms[0], formValues(c), c.sheetFlags)
}
