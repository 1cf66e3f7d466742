package quicksight_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/hub/share"
)

const setARN = "arn:aws:quicksight:us-east-1:111111111111:dataset/s"

// templateOf asks for a template of an analysis in which the data set s is the placeholder Figures.
func templateOf(id, analysis string) *sdk.CreateTemplateInput {
	return &sdk.CreateTemplateInput{
		AwsAccountId: aws.String(account), TemplateId: aws.String(id), Name: aws.String("Template " + id), VersionDescription: aws.String("first"),
		SourceEntity: &types.TemplateSourceEntity{SourceAnalysis: &types.TemplateSourceAnalysis{
			Arn:               aws.String("arn:aws:quicksight:us-east-1:111111111111:analysis/" + analysis),
			DataSetReferences: []types.DataSetReference{{DataSetArn: aws.String(setARN), DataSetPlaceholder: aws.String("Figures")}},
		}},
	}
}

func newTheme(id string) *sdk.CreateThemeInput {
	return &sdk.CreateThemeInput{
		AwsAccountId: aws.String(account), ThemeId: aws.String(id), Name: aws.String("Theme " + id), BaseThemeId: aws.String("CLASSIC"),
		Configuration: &types.ThemeConfiguration{DataColorPalette: &types.DataColorPalette{Colors: []string{"#112233"}}},
	}
}

// ofTemplate asks for a dashboard of a template over the data set s.
func ofTemplate(arn, placeholder string) *sdk.CreateDashboardInput {
	in := newBoard("state")
	in.Definition = nil
	in.SourceEntity = &types.DashboardSourceEntity{SourceTemplate: &types.DashboardSourceTemplate{
		Arn: aws.String(arn), DataSetReferences: []types.DataSetReference{{DataSetArn: aws.String(setARN), DataSetPlaceholder: aws.String(placeholder)}},
	}}
	return in
}

// TestTemplates: an analysis becomes a template, whose placeholder is not the analysis' identifier, and that a dashboard
// over a data set.
func TestTemplates(t *testing.T) {
	k := withSet(t)
	k.analysis("a")
	const arn = "arn:aws:quicksight:us-east-1:111111111111:template/t"
	out := must[sdk.CreateTemplateOutput](k, k.ann, "CreateTemplate", templateOf("t", "a"))
	if *out.VersionArn != arn+"/version/1" || out.CreationStatus != types.ResourceStatusCreationInProgress {
		t.Errorf("created: %+v", out)
	}
	shown := must[sdk.DescribeTemplateOutput](k, k.ann, "DescribeTemplate", &sdk.DescribeTemplateInput{AwsAccountId: aws.String(account), TemplateId: aws.String("t")}).Template
	schema := shown.Version.DataSetConfigurations[0]
	if *schema.Placeholder != "Figures" || *schema.DataSetSchema.ColumnSchemaList[0].Name != "state" || *shown.Version.SourceEntityArn != "arn:aws:quicksight:us-east-1:111111111111:analysis/a" {
		t.Errorf("shown: %+v", shown.Version)
	}
	definition := must[sdk.DescribeTemplateDefinitionOutput](k, k.ann, "DescribeTemplateDefinition", &sdk.DescribeTemplateDefinitionInput{AwsAccountId: aws.String(account), TemplateId: aws.String("t")}).Definition
	bar := definition.Sheets[0].Visuals[0].BarChartVisual.ChartConfiguration.FieldWells.BarChartAggregatedFieldWells
	if *bar.Category[0].CategoricalDimensionField.Column.DataSetIdentifier != "Figures" {
		t.Errorf("the bars are over %+v", bar.Category[0].CategoricalDimensionField.Column)
	}
	k.refusedFor(share.InvalidParameterValue, `placeholder "Figures"`, k.ann, "CreateDashboard", ofTemplate(arn, "Other"))
	k.refusedFor(fault.NotFound, "template/t is not found", k.bob, "CreateDashboard", ofTemplate(arn, "Figures"))
	must[sdk.CreateDashboardOutput](k, k.ann, "CreateDashboard", ofTemplate(arn+"/version/1", "Figures"))
	if v := k.board().Version; len(v.Errors) != 0 || v.DataSetArns[0] != setARN || *v.Sheets[0].Name != "First" {
		t.Errorf("the dashboard is %+v", v)
	}
	k.refused(share.InvalidParameterValue, k.ann, "UpdateTemplate", &sdk.UpdateTemplateInput{AwsAccountId: aws.String(account), TemplateId: aws.String("t")})
	second := must[sdk.UpdateTemplateOutput](k, k.ann, "UpdateTemplate", &sdk.UpdateTemplateInput{
		AwsAccountId: aws.String(account), TemplateId: aws.String("t"), SourceEntity: &types.TemplateSourceEntity{SourceTemplate: &types.TemplateSourceTemplate{Arn: aws.String(arn)}},
	})
	if *second.VersionArn != arn+"/version/2" {
		t.Errorf("updated: %+v", second)
	}
	k.refusedFor(share.InvalidParameterValue, `The data set "x" has no column "b"`, k.ann, "CreateTemplate", &sdk.CreateTemplateInput{
		AwsAccountId: aws.String(account), TemplateId: aws.String("u"), Definition: &types.TemplateVersionDefinition{
			DataSetConfigurations: []types.DataSetConfiguration{{Placeholder: aws.String("x"), DataSetSchema: &types.DataSetSchema{ColumnSchemaList: []types.ColumnSchema{{Name: aws.String("a")}}}}},
			ColumnConfigurations:  []types.ColumnConfiguration{{Column: &types.ColumnIdentifier{DataSetIdentifier: aws.String("x"), ColumnName: aws.String("b")}}},
		},
	})
}

// TestAliases: an alias names a version of a template until it is deleted; the version cannot be deleted before.
func TestAliases(t *testing.T) {
	k := withSet(t)
	k.analysis("a")
	must[sdk.CreateTemplateOutput](k, k.ann, "CreateTemplate", templateOf("t", "a"))
	must[sdk.UpdateTemplateOutput](k, k.ann, "UpdateTemplate", &sdk.UpdateTemplateInput{AwsAccountId: aws.String(account), TemplateId: aws.String("t"), SourceEntity: templateOf("t", "a").SourceEntity})
	id, live := aws.String("t"), aws.String("live")
	create := &sdk.CreateTemplateAliasInput{AwsAccountId: aws.String(account), TemplateId: id, AliasName: live, TemplateVersionNumber: aws.Int64(1)}
	made := must[sdk.CreateTemplateAliasOutput](k, k.ann, "CreateTemplateAlias", create).TemplateAlias
	if *made.Arn != "arn:aws:quicksight:us-east-1:111111111111:template/t/alias/live" || *made.TemplateVersionNumber != 1 {
		t.Errorf("made: %+v", made)
	}
	k.refused(fault.AlreadyExists, k.ann, "CreateTemplateAlias", create)
	create.AliasName, create.TemplateVersionNumber = aws.String("other"), aws.Int64(3)
	k.refusedFor(fault.NotFound, "Version 3 of template t", k.ann, "CreateTemplateAlias", create)
	k.refused(fault.Conflict, k.ann, "DeleteTemplate", &sdk.DeleteTemplateInput{AwsAccountId: aws.String(account), TemplateId: id, VersionNumber: aws.Int64(1)})
	by := func(alias string) int64 {
		return *must[sdk.DescribeTemplateOutput](k, k.ann, "DescribeTemplate", &sdk.DescribeTemplateInput{AwsAccountId: aws.String(account), TemplateId: id, AliasName: aws.String(alias)}).Template.Version.VersionNumber
	}
	if by("live") != 1 || by("$LATEST") != 2 {
		t.Errorf("live is %d, latest %d", by("live"), by("$LATEST"))
	}
	must[sdk.CreateDashboardOutput](k, k.ann, "CreateDashboard", ofTemplate("arn:aws:quicksight:us-east-1:111111111111:template/t/alias/live", "Figures"))
	must[sdk.UpdateTemplateAliasOutput](k, k.ann, "UpdateTemplateAlias", &sdk.UpdateTemplateAliasInput{AwsAccountId: aws.String(account), TemplateId: id, AliasName: live, TemplateVersionNumber: aws.Int64(2)})
	if by("live") != 2 {
		t.Errorf("live is %d", by("live"))
	}
	must[sdk.DeleteTemplateOutput](k, k.ann, "DeleteTemplate", &sdk.DeleteTemplateInput{AwsAccountId: aws.String(account), TemplateId: id, VersionNumber: aws.Int64(1)})
	versions := must[sdk.ListTemplateVersionsOutput](k, k.ann, "ListTemplateVersions", &sdk.ListTemplateVersionsInput{AwsAccountId: aws.String(account), TemplateId: id}).TemplateVersionSummaryList
	aliases := must[sdk.ListTemplateAliasesOutput](k, k.ann, "ListTemplateAliases", &sdk.ListTemplateAliasesInput{AwsAccountId: aws.String(account), TemplateId: id}).TemplateAliasList
	if len(versions) != 1 || *versions[0].VersionNumber != 2 || len(aliases) != 1 || *aliases[0].AliasName != "live" {
		t.Errorf("versions %+v, aliases %+v", versions, aliases)
	}
	must[sdk.DeleteTemplateAliasOutput](k, k.ann, "DeleteTemplateAlias", &sdk.DeleteTemplateAliasInput{AwsAccountId: aws.String(account), TemplateId: id, AliasName: live})
	k.refused(fault.NotFound, k.ann, "DescribeTemplateAlias", &sdk.DescribeTemplateAliasInput{AwsAccountId: aws.String(account), TemplateId: id, AliasName: live})
	must[sdk.DeleteTemplateOutput](k, k.ann, "DeleteTemplate", &sdk.DeleteTemplateInput{AwsAccountId: aws.String(account), TemplateId: id})
	must[sdk.CreateTemplateOutput](k, k.ann, "CreateTemplate", templateOf("t", "a")) // whose first version is a new one
}

func TestThemes(t *testing.T) {
	k := newKit(t)
	must[sdk.CreateThemeOutput](k, k.ann, "CreateTheme", newTheme("mine"))
	next := must[sdk.UpdateThemeOutput](k, k.ann, "UpdateTheme", &sdk.UpdateThemeInput{AwsAccountId: aws.String(account), ThemeId: aws.String("mine"), BaseThemeId: aws.String("mine"), Name: aws.String("Renamed")})
	if *next.VersionArn != "arn:aws:quicksight:us-east-1:111111111111:theme/mine/version/2" {
		t.Errorf("updated: %+v", next)
	}
	first := must[sdk.DescribeThemeOutput](k, k.ann, "DescribeTheme", &sdk.DescribeThemeInput{AwsAccountId: aws.String(account), ThemeId: aws.String("mine"), VersionNumber: aws.Int64(1)}).Theme
	if *first.Name != "Renamed" || first.Type != types.ThemeTypeCustom || first.Version.Configuration.DataColorPalette.Colors[0] != "#112233" || *first.Version.BaseThemeId != "CLASSIC" {
		t.Errorf("the first version is %+v", first.Version)
	}
	k.refused(fault.NotFound, k.bob, "CreateTheme", &sdk.CreateThemeInput{AwsAccountId: aws.String(account), ThemeId: aws.String("his"), Name: aws.String("his"), BaseThemeId: aws.String("mine"), Configuration: &types.ThemeConfiguration{}})
	for kind, want := range map[types.ThemeType]int{"": 5, types.ThemeTypeAll: 5, types.ThemeTypeCustom: 1, types.ThemeTypeQuicksight: 4} {
		seen, from := 0, (*string)(nil)
		for {
			page := must[sdk.ListThemesOutput](k, k.ann, "ListThemes", &sdk.ListThemesInput{AwsAccountId: aws.String(account), Type: kind, MaxResults: aws.Int32(2), NextToken: from})
			if seen += len(page.ThemeSummaryList); len(page.ThemeSummaryList) > 2 {
				t.Errorf("a page of two has %d", len(page.ThemeSummaryList))
			}
			if from = page.NextToken; from == nil {
				break
			}
		}
		if seen != want {
			t.Errorf("%q lists %d themes, not %d", kind, seen, want)
		}
	}
	k.refused("InvalidNextTokenException", k.ann, "ListThemes", &sdk.ListThemesInput{AwsAccountId: aws.String(account), NextToken: aws.String("bm8")})
}

// TestLinks: a dashboard is linked to analyses that its author sees.
func TestLinks(t *testing.T) {
	k := withSet(t)
	k.analysis("a")
	must[sdk.CreateDashboardOutput](k, k.ann, "CreateDashboard", newBoard("state"))
	link := &sdk.UpdateDashboardLinksInput{AwsAccountId: aws.String(account), DashboardId: aws.String("board"), LinkEntities: []string{"arn:aws:quicksight:us-east-1:111111111111:analysis/none"}}
	k.refused(fault.NotFound, k.ann, "UpdateDashboardLinks", link)
	link.LinkEntities = []string{"arn:aws:quicksight:us-east-1:111111111111:analysis/a"}
	must[sdk.UpdateDashboardLinksOutput](k, k.ann, "UpdateDashboardLinks", link)
	if linked := k.board().LinkEntities; len(linked) != 1 || linked[0] != link.LinkEntities[0] {
		t.Errorf("linked to %v", linked)
	}
}
