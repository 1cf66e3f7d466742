package quicksight_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/store"
)

// newSchedule is a schedule of full refreshes.
func newSchedule(id string, interval types.RefreshInterval, time string) *types.RefreshSchedule {
	f := &types.RefreshFrequency{Interval: interval}
	if time != "" {
		f.TimeOfTheDay = aws.String(time)
	}
	return &types.RefreshSchedule{ScheduleId: aws.String(id), RefreshType: types.IngestionTypeFullRefresh, ScheduleFrequency: f}
}

func lookback(column string, size int64, unit types.LookbackWindowSizeUnit) *types.DataSetRefreshProperties {
	return &types.DataSetRefreshProperties{RefreshConfiguration: &types.RefreshConfiguration{IncrementalRefresh: &types.IncrementalRefresh{
		LookbackWindow: &types.LookbackWindow{ColumnName: aws.String(column), Size: aws.Int64(size), SizeUnit: unit},
	}}}
}

// memory keeps what it is asked to do, and does nothing.
type memory struct {
	limit     error
	begun     []hub.Ingestion
	cancelled []string
	forgotten []string
}

func (m *memory) Begin(tx store.Tx, d hub.DataSet, i hub.Ingestion) (hub.Ingestion, error) {
	i.Account, i.Region, i.DataSetID, i.Status = d.Account, d.Region, d.ID, types.IngestionStatusInitialized
	if m.limit != nil {
		return i, m.limit
	}
	m.begun = append(m.begun, i)
	return i, hub.CreateIngestion(tx, i)
}

func (m *memory) Cancel(_ store.Tx, i hub.Ingestion) error {
	m.cancelled = append(m.cancelled, i.ID)
	return nil
}

func (m *memory) Forget(_ store.Tx, d hub.DataSet) error {
	m.forgotten = append(m.forgotten, d.ID)
	return nil
}

// newHeld is a kit with a data set in memory, s, of one table with the DATETIME day and the INTEGER n.
func newHeld(t *testing.T) (*kit, *memory, *sdk.CreateDataSetOutput) {
	m := &memory{}
	k := newKitWith(t, m)
	k.make("d")
	out := must[sdk.CreateDataSetOutput](k, k.ann, "CreateDataSet", heldSet())
	return k, m, out
}

func heldSet() *sdk.CreateDataSetInput {
	return &sdk.CreateDataSetInput{
		AwsAccountId: aws.String(account), DataSetId: aws.String("s"), Name: aws.String("S"), ImportMode: types.DataSetImportModeSpice,
		PhysicalTableMap: map[string]types.PhysicalTable{"t": &types.PhysicalTableMemberRelationalTable{Value: types.RelationalTable{
			DataSourceArn: aws.String(sourceARN("d")), Schema: aws.String("bank"), Name: aws.String("t"), InputColumns: []types.InputColumn{
				{Name: aws.String("day"), Type: types.InputColumnDataTypeDatetime}, {Name: aws.String("n"), Type: types.InputColumnDataTypeInteger},
			},
		}}},
	}
}

func TestADataSetInMemoryIsReadWhenItIsMadeAndChanged(t *testing.T) {
	k, m, made := newHeld(t)
	if len(m.begun) != 1 || m.begun[0].Type != types.IngestionRequestTypeInitialIngestion || m.begun[0].Person.ARN != userARN("ann") ||
		*made.IngestionId != m.begun[0].ID || *made.IngestionArn != m.begun[0].ARN() {
		t.Fatalf("begun %+v, answered %+v", m.begun, made)
	}
	in := heldSet()
	update := &sdk.UpdateDataSetInput{AwsAccountId: in.AwsAccountId, DataSetId: in.DataSetId, Name: in.Name, ImportMode: in.ImportMode, PhysicalTableMap: in.PhysicalTableMap}
	changed := must[sdk.UpdateDataSetOutput](k, k.ann, "UpdateDataSet", update)
	if len(m.begun) != 2 || m.begun[1].Type != types.IngestionRequestTypeEdit || *changed.IngestionId != m.begun[1].ID || len(m.forgotten) != 0 {
		t.Fatalf("begun %+v, answered %+v, forgotten %v", m.begun, changed, m.forgotten)
	}
	update.ImportMode = types.DataSetImportModeDirectQuery
	direct := must[sdk.UpdateDataSetOutput](k, k.ann, "UpdateDataSet", update)
	if len(m.begun) != 2 || direct.IngestionId != nil || len(m.forgotten) != 1 {
		t.Errorf("queried directly: begun %+v, answered %+v, forgotten %v", m.begun, direct, m.forgotten)
	}
	k.refusedFor(share.InvalidParameterValue, "queried directly", k.ann, "CreateIngestion", &sdk.CreateIngestionInput{
		AwsAccountId: aws.String(account), DataSetId: aws.String("s"), IngestionId: aws.String("i"),
	})
	must[sdk.DeleteDataSetOutput](k, k.ann, "DeleteDataSet", &sdk.DeleteDataSetInput{AwsAccountId: aws.String(account), DataSetId: aws.String("s")})
	if len(m.forgotten) != 2 {
		t.Errorf("forgotten %v", m.forgotten)
	}
	k.View(func(r store.Reader) error {
		left, _, err := hub.Ingestions(r, hub.DataSet{Account: account, Region: "us-east-1", ID: "s"}, "", 10)
		if len(left) != 0 {
			t.Errorf("ingestions of a deleted data set: %+v", left)
		}
		return err
	})
}

func TestIngestions(t *testing.T) {
	k, m, _ := newHeld(t)
	create := &sdk.CreateIngestionInput{AwsAccountId: aws.String(account), DataSetId: aws.String("s"), IngestionId: aws.String("mine")}
	out := must[sdk.CreateIngestionOutput](k, k.ann, "CreateIngestion", create)
	if *out.IngestionId != "mine" || out.IngestionStatus != types.IngestionStatusInitialized || out.Status != 201 ||
		*out.Arn != "arn:aws:quicksight:us-east-1:111111111111:dataset/s/ingestion/mine" {
		t.Errorf("created %+v", out)
	}
	k.refused(fault.AlreadyExists, k.ann, "CreateIngestion", create)
	k.refused(fault.NotFound, k.bob, "CreateIngestion", create)
	create.IngestionType, create.IngestionId = types.IngestionTypeIncrementalRefresh, aws.String("window")
	k.refusedFor(share.InvalidParameterValue, "no lookback window", k.ann, "CreateIngestion", create)

	describe := &sdk.DescribeIngestionInput{AwsAccountId: aws.String(account), DataSetId: aws.String("s"), IngestionId: aws.String("mine")}
	end := func(status types.IngestionStatus, change func(*hub.Ingestion)) *types.Ingestion {
		k.Update(func(tx store.Tx) error {
			return hub.ChangeIngestion(tx, m.begun[1].Key(), func(i *hub.Ingestion) error {
				i.Status = status
				change(i)
				return nil
			})
		})
		return must[sdk.DescribeIngestionOutput](k, k.ann, "DescribeIngestion", describe).Ingestion
	}
	shown := end(types.IngestionStatusCompleted, func(i *hub.Ingestion) {
		i.Began, i.Ended, i.RowsIngested, i.RowsDropped, i.TotalRows, i.SizeBytes = k.Clock.Now(), k.Clock.Now().Add(3e9), 7, 2, 9, 144
	})
	if *shown.RowInfo.RowsIngested != 7 || *shown.RowInfo.RowsDropped != 2 || *shown.RowInfo.TotalRowsInDataset != 9 || *shown.IngestionSizeInBytes != 144 ||
		*shown.IngestionTimeInSeconds != 3 || shown.ErrorInfo != nil || shown.RequestType != types.IngestionRequestTypeFullRefresh {
		t.Errorf("completed %+v", shown)
	}
	k.refusedFor(share.InvalidParameterValue, "is COMPLETED", k.ann, "CancelIngestion", &sdk.CancelIngestionInput{AwsAccountId: aws.String(account), DataSetId: aws.String("s"), IngestionId: aws.String("mine")})
	shown = end(types.IngestionStatusFailed, func(i *hub.Ingestion) {
		i.Error = &hub.IngestionError{Type: types.IngestionErrorTypeFailureToAssumeRole, Message: "no"}
	})
	if shown.ErrorInfo.Type != types.IngestionErrorTypeFailureToAssumeRole || *shown.ErrorInfo.Message != "no" || shown.RowInfo != nil {
		t.Errorf("failed %+v", shown)
	}
	end(types.IngestionStatusRunning, func(*hub.Ingestion) {})
	waiting := must[sdk.ListIngestionsOutput](k, k.ann, "ListIngestions", &sdk.ListIngestionsInput{AwsAccountId: aws.String(account), DataSetId: aws.String("s")}).Ingestions
	if len(waiting) != 2 {
		t.Fatalf("listed %+v", waiting)
	}
	for _, i := range waiting {
		if queued := *i.IngestionId != "mine"; queued != (i.QueueInfo != nil) || queued && *i.QueueInfo.WaitingOnIngestion != "mine" {
			t.Errorf("%s waits for %+v", *i.IngestionId, i.QueueInfo)
		}
	}
	must[sdk.CancelIngestionOutput](k, k.ann, "CancelIngestion", &sdk.CancelIngestionInput{AwsAccountId: aws.String(account), DataSetId: aws.String("s"), IngestionId: aws.String("mine")})
	if len(m.cancelled) != 1 || m.cancelled[0] != "mine" {
		t.Errorf("cancelled %v", m.cancelled)
	}
	m.limit = fault.New(fault.Limit, "as often as it may be")
	k.refused(fault.Limit, k.ann, "CreateIngestion", &sdk.CreateIngestionInput{AwsAccountId: aws.String(account), DataSetId: aws.String("s"), IngestionId: aws.String("more")})
}

func TestRefreshSchedulesAndProperties(t *testing.T) {
	k, _, _ := newHeld(t)
	of := func(s *types.RefreshSchedule) *sdk.CreateRefreshScheduleInput {
		return &sdk.CreateRefreshScheduleInput{AwsAccountId: aws.String(account), DataSetId: aws.String("s"), Schedule: s}
	}
	daily := newSchedule("daily", types.RefreshIntervalDaily, "07:30")
	daily.ScheduleFrequency.Timezone = aws.String("Europe/Zurich")
	out := must[sdk.CreateRefreshScheduleOutput](k, k.ann, "CreateRefreshSchedule", of(daily))
	if *out.ScheduleId != "daily" || *out.Arn != "arn:aws:quicksight:us-east-1:111111111111:dataset/s/refresh-schedule/daily" {
		t.Errorf("created %+v", out)
	}
	k.refused(fault.AlreadyExists, k.ann, "CreateRefreshSchedule", of(daily))
	k.refused(fault.NotFound, k.bob, "CreateRefreshSchedule", of(daily))
	weekly := newSchedule("weekly", types.RefreshIntervalWeekly, "07:30")
	quarter := newSchedule("quarter", types.RefreshIntervalMinute15, "")
	nowhere := newSchedule("nowhere", types.RefreshIntervalDaily, "07:30")
	nowhere.ScheduleFrequency.Timezone = aws.String("Europe/Atlantis")
	for words, s := range map[string]*types.RefreshSchedule{
		"DayOfWeek goes with": weekly, "incremental refreshes only": quarter, "no zone": nowhere,
		"needs a TimeOfTheDay": newSchedule("when", types.RefreshIntervalDaily, ""), "has to be HH:MM": newSchedule("when", types.RefreshIntervalDaily, "7:30"),
	} {
		k.refusedFor(share.InvalidParameterValue, words, k.ann, "CreateRefreshSchedule", of(s))
	}
	quarter.RefreshType = types.IngestionTypeIncrementalRefresh
	k.refusedFor(share.InvalidParameterValue, "no lookback window", k.ann, "CreateRefreshSchedule", of(quarter))
	put := &sdk.PutDataSetRefreshPropertiesInput{AwsAccountId: aws.String(account), DataSetId: aws.String("s"), DataSetRefreshProperties: lookback("n", 7, types.LookbackWindowSizeUnitDay)}
	k.refusedFor(share.InvalidParameterValue, "no DATETIME", k.ann, "PutDataSetRefreshProperties", put)
	put.DataSetRefreshProperties = lookback("day", 7, types.LookbackWindowSizeUnitDay)
	must[sdk.PutDataSetRefreshPropertiesOutput](k, k.ann, "PutDataSetRefreshProperties", put)
	window := must[sdk.DescribeDataSetRefreshPropertiesOutput](k, k.ann, "DescribeDataSetRefreshProperties", &sdk.DescribeDataSetRefreshPropertiesInput{AwsAccountId: aws.String(account), DataSetId: aws.String("s")}).
		DataSetRefreshProperties.RefreshConfiguration.IncrementalRefresh.LookbackWindow
	if *window.ColumnName != "day" || *window.Size != 7 || window.SizeUnit != types.LookbackWindowSizeUnitDay {
		t.Errorf("window %+v", window)
	}
	must[sdk.CreateRefreshScheduleOutput](k, k.ann, "CreateRefreshSchedule", of(quarter))
	again := newSchedule("again", types.RefreshIntervalMinute15, "")
	again.RefreshType = types.IngestionTypeIncrementalRefresh
	k.refusedFor(share.InvalidParameterValue, "may have one", k.ann, "CreateRefreshSchedule", of(again))
	remove := &sdk.DeleteDataSetRefreshPropertiesInput{AwsAccountId: aws.String(account), DataSetId: aws.String("s")}
	k.refused(fault.Conflict, k.ann, "DeleteDataSetRefreshProperties", remove)

	daily.ScheduleFrequency.TimeOfTheDay = aws.String("08:00")
	must[sdk.UpdateRefreshScheduleOutput](k, k.ann, "UpdateRefreshSchedule", &sdk.UpdateRefreshScheduleInput{AwsAccountId: aws.String(account), DataSetId: aws.String("s"), Schedule: daily})
	shown := must[sdk.DescribeRefreshScheduleOutput](k, k.ann, "DescribeRefreshSchedule", &sdk.DescribeRefreshScheduleInput{AwsAccountId: aws.String(account), DataSetId: aws.String("s"), ScheduleId: aws.String("daily")}).RefreshSchedule
	if f := shown.ScheduleFrequency; *f.TimeOfTheDay != "08:00" || *f.Timezone != "Europe/Zurich" || f.Interval != types.RefreshIntervalDaily || shown.RefreshType != types.IngestionTypeFullRefresh {
		t.Errorf("described %+v", shown)
	}
	all := must[sdk.ListRefreshSchedulesOutput](k, k.ann, "ListRefreshSchedules", &sdk.ListRefreshSchedulesInput{AwsAccountId: aws.String(account), DataSetId: aws.String("s")}).RefreshSchedules
	if len(all) != 2 || *all[0].ScheduleId != "daily" || *all[1].ScheduleId != "quarter" {
		t.Errorf("listed %+v", all)
	}
	must[sdk.DeleteRefreshScheduleOutput](k, k.ann, "DeleteRefreshSchedule", &sdk.DeleteRefreshScheduleInput{AwsAccountId: aws.String(account), DataSetId: aws.String("s"), ScheduleId: aws.String("quarter")})
	must[sdk.DeleteDataSetRefreshPropertiesOutput](k, k.ann, "DeleteDataSetRefreshProperties", remove)
	k.refused(fault.NotFound, k.ann, "DeleteDataSetRefreshProperties", remove)
	k.refused(fault.NotFound, k.ann, "DescribeRefreshSchedule", &sdk.DescribeRefreshScheduleInput{AwsAccountId: aws.String(account), DataSetId: aws.String("s"), ScheduleId: aws.String("quarter")})
}
