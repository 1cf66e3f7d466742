package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

func folderTarget(account, id *string) target {
	return target{account: account, resource: "folder/" + aws.ToString(id)}
}

// folder finds a folder with which the caller may do an action.
func folder(c *service.Call, id *string, action string) (hub.Caller, hub.Folder, error) {
	caller, err := hub.Resolve(c.Tx, c.Session)
	if err != nil {
		return caller, hub.Folder{}, err
	}
	f, err := share.Folder(c.Tx, caller, aws.ToString(id), action)
	return caller, f, err
}

// intoFolders puts a new asset into folders, each of which its maker may fill by IAM and by the folder's permissions.
func intoFolders(c *service.Call, caller hub.Caller, folders []string, asset string) error {
	for _, text := range folders {
		check, err := onResource(c, share.CreateFolderMembership, text)
		if err != nil {
			return err
		}
		if err := c.Authorize(check); err != nil {
			return err
		}
		f, err := share.FolderByARN(c.Tx, caller, text, share.CreateFolderMembership)
		if err != nil {
			return err
		}
		m, _ := hub.FolderMemberOf(f.ID, asset)
		if err := hub.PutFolderMember(c.Tx, m); err != nil {
			return err
		}
	}
	return nil
}

// member is the membership that a request names: of an asset that the caller may do an action with.
func member(c *service.Call, caller hub.Caller, f hub.Folder, kind types.MemberType, id *string, action func(share.Kind) string) (hub.FolderMember, error) {
	text := hub.MemberARN(kind, f.Region, f.Account, aws.ToString(id))
	if text == "" {
		return hub.FolderMember{}, invalid("A folder holds dashboards, analyses, data sets and data sources, and %s %q is none of them.", kind, aws.ToString(id))
	}
	m, _ := hub.FolderMemberOf(f.ID, text)
	_, _, err := share.ByARN(c.Tx, caller, text, action, c.Now)
	return m, err
}

func shownFolder(f hub.Folder) types.FolderSummary {
	return types.FolderSummary{
		Arn: aws.String(f.ARN()), FolderId: aws.String(f.ID), Name: aws.String(f.Name), FolderType: types.FolderTypeShared,
		SharingModel: f.Sharing, CreatedTime: aws.Time(f.Created), LastUpdatedTime: aws.Time(f.Updated),
	}
}

// parent is the folder in which a new one lies: one that the caller may make folders in.
func parent(c *service.Call, caller hub.Caller, text *string) (string, error) {
	if text == nil {
		return "", nil
	}
	f, err := share.FolderByARN(c.Tx, caller, *text, share.CreateFolder)
	if err != nil {
		return "", err
	}
	path, err := hub.FolderPath(c.Tx, f.Account, f.Region, f.ID)
	if err == nil && len(path) >= hub.MaxFolderDepth {
		err = fault.New(fault.Limit, "Folder %s lies in %d others, and no more are taken.", f.ID, len(path)-1)
	}
	return f.ID, err
}
