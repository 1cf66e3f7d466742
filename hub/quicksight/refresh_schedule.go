package quicksight

import (
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

func scheduleTarget(account, dataSet, id *string) target {
	return target{account: account, resource: fmt.Sprintf("dataset/%s/refresh-schedule/%s", aws.ToString(dataSet), aws.ToString(id))}
}

// idOf is the id in a schedule that a request holds.
func idOf(s *types.RefreshSchedule) *string {
	if s == nil {
		return nil
	}
	return s.ScheduleId
}

// schedule is a request's schedule of a data set with which the caller may do an action.
func (a *api) schedule(c *service.Call, dataSetID *string, in *types.RefreshSchedule, action string) (hub.Schedule, error) {
	d, err := dataSet(c, dataSetID, action)
	if err != nil {
		return hub.Schedule{}, err
	}
	if err := a.keeps(d.ImportMode); err != nil {
		return hub.Schedule{}, err
	}
	if d.ImportMode != types.DataSetImportModeSpice {
		return hub.Schedule{}, invalid("The data set %s is queried directly, so there is nothing to refresh.", d.ID)
	}
	caller, err := hub.Resolve(c.Tx, c.Session)
	if err != nil {
		return hub.Schedule{}, err
	}
	s := hub.Schedule{Account: d.Account, Region: d.Region, DataSetID: d.ID, ID: aws.ToString(in.ScheduleId), Type: in.RefreshType, Person: caller.Person()}
	if f := in.ScheduleFrequency; f != nil {
		s.Interval, s.TimeOfDay, s.Zone = f.Interval, aws.ToString(f.TimeOfTheDay), aws.ToString(f.Timezone)
		if f.RefreshOnDay != nil {
			s.Weekday, s.DayOfMonth = f.RefreshOnDay.DayOfWeek, aws.ToString(f.RefreshOnDay.DayOfMonth)
		}
	}
	if in.StartAfterDateTime != nil {
		s.StartAfter = *in.StartAfterDateTime
	}
	return s, nil
}

// scheduled is an error of a schedule in the API's codes.
func scheduled(err error) error {
	if fault.Is(err, fault.Validation) {
		return fault.Wrap(err, share.InvalidParameterValue, "%s", fault.Public(err))
	}
	return typed(err, types.ExceptionResourceTypeDataSet)
}

func (a *api) createRefreshSchedule() service.Operation {
	return define("CreateRefreshSchedule", func(in *sdk.CreateRefreshScheduleInput) target {
		return scheduleTarget(in.AwsAccountId, in.DataSetId, idOf(in.Schedule))
	}, func(c *service.Call, in *sdk.CreateRefreshScheduleInput) (*sdk.CreateRefreshScheduleOutput, error) {
		s, err := a.schedule(c, in.DataSetId, in.Schedule, share.CreateRefreshSchedule)
		if err != nil {
			return nil, err
		}
		if s, err = hub.CreateSchedule(c.Tx, s, c.Now); err != nil {
			return nil, scheduled(err)
		}
		c.Resource(s.ARN(), "AWS::QuickSight::RefreshSchedule")
		return &sdk.CreateRefreshScheduleOutput{Arn: aws.String(s.ARN()), ScheduleId: aws.String(s.ID), Status: statusOK}, nil
	})
}

func (a *api) updateRefreshSchedule() service.Operation {
	return define("UpdateRefreshSchedule", func(in *sdk.UpdateRefreshScheduleInput) target {
		return scheduleTarget(in.AwsAccountId, in.DataSetId, idOf(in.Schedule))
	}, func(c *service.Call, in *sdk.UpdateRefreshScheduleInput) (*sdk.UpdateRefreshScheduleOutput, error) {
		s, err := a.schedule(c, in.DataSetId, in.Schedule, share.UpdateRefreshSchedule)
		if err != nil {
			return nil, err
		}
		if s, err = hub.UpdateSchedule(c.Tx, s, c.Now); err != nil {
			return nil, scheduled(err)
		}
		c.Resource(s.ARN(), "AWS::QuickSight::RefreshSchedule")
		return &sdk.UpdateRefreshScheduleOutput{Arn: aws.String(s.ARN()), ScheduleId: aws.String(s.ID), Status: statusOK}, nil
	})
}

func (a *api) describeRefreshSchedule() service.Operation {
	return define("DescribeRefreshSchedule", func(in *sdk.DescribeRefreshScheduleInput) target {
		return scheduleTarget(in.AwsAccountId, in.DataSetId, in.ScheduleId)
	}, func(c *service.Call, in *sdk.DescribeRefreshScheduleInput) (*sdk.DescribeRefreshScheduleOutput, error) {
		d, err := dataSet(c, in.DataSetId, share.DescribeRefreshSchedule)
		if err != nil {
			return nil, err
		}
		s, err := hub.GetSchedule(c.Tx, d.Account, d.Region, d.ID, aws.ToString(in.ScheduleId))
		if err != nil {
			return nil, scheduled(err)
		}
		return &sdk.DescribeRefreshScheduleOutput{Arn: aws.String(s.ARN()), RefreshSchedule: shownSchedule(s), Status: statusOK}, nil
	}, service.Reads)
}

func (a *api) listRefreshSchedules() service.Operation {
	return define("ListRefreshSchedules", func(in *sdk.ListRefreshSchedulesInput) target {
		return scheduleTarget(in.AwsAccountId, in.DataSetId, aws.String("*"))
	}, func(c *service.Call, in *sdk.ListRefreshSchedulesInput) (*sdk.ListRefreshSchedulesOutput, error) {
		d, err := dataSet(c, in.DataSetId, share.ListRefreshSchedules)
		if err != nil {
			return nil, err
		}
		all, err := hub.Schedules(c.Tx, d.Account, d.Region, d.ID)
		out := &sdk.ListRefreshSchedulesOutput{RefreshSchedules: []types.RefreshSchedule{}, Status: statusOK}
		for _, s := range all {
			out.RefreshSchedules = append(out.RefreshSchedules, *shownSchedule(s))
		}
		return out, err
	}, service.Reads)
}

func (a *api) deleteRefreshSchedule() service.Operation {
	return define("DeleteRefreshSchedule", func(in *sdk.DeleteRefreshScheduleInput) target {
		return scheduleTarget(in.AwsAccountId, in.DataSetId, in.ScheduleId)
	}, func(c *service.Call, in *sdk.DeleteRefreshScheduleInput) (*sdk.DeleteRefreshScheduleOutput, error) {
		d, err := dataSet(c, in.DataSetId, share.DeleteRefreshSchedule)
		if err != nil {
			return nil, err
		}
		s, err := hub.GetSchedule(c.Tx, d.Account, d.Region, d.ID, aws.ToString(in.ScheduleId))
		if err == nil {
			err = hub.DeleteSchedule(c.Tx, d.Account, d.Region, d.ID, s.ID)
		}
		if err != nil {
			return nil, scheduled(err)
		}
		c.Resource(s.ARN(), "AWS::QuickSight::RefreshSchedule")
		return &sdk.DeleteRefreshScheduleOutput{Arn: aws.String(s.ARN()), ScheduleId: aws.String(s.ID), Status: statusOK}, nil
	})
}

// shownSchedule is a schedule in the API's shape.
func shownSchedule(s hub.Schedule) *types.RefreshSchedule {
	f := &types.RefreshFrequency{Interval: s.Interval}
	if s.TimeOfDay != "" {
		f.TimeOfTheDay = aws.String(s.TimeOfDay)
	}
	if s.Zone != "" {
		f.Timezone = aws.String(s.Zone)
	}
	if s.Weekday != "" || s.DayOfMonth != "" {
		f.RefreshOnDay = &types.ScheduleRefreshOnEntity{DayOfWeek: s.Weekday}
		if s.DayOfMonth != "" {
			f.RefreshOnDay.DayOfMonth = aws.String(s.DayOfMonth)
		}
	}
	shown := &types.RefreshSchedule{ScheduleId: aws.String(s.ID), Arn: aws.String(s.ARN()), RefreshType: s.Type, ScheduleFrequency: f}
	if !s.StartAfter.IsZero() {
		shown.StartAfterDateTime = aws.Time(s.StartAfter)
	}
	return shown
}
