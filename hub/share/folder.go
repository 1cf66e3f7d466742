package share

import (
	"slices"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/hub"
	"interlaken/store"
)

// Resolved are the permissions on an asset with those that its folders give: who owns a folder, or one that this one lies
// in, owns what is in it, everybody else who sees the folder is a user of it (Quick Sight User Guide, "Shared folders").
func Resolved(r store.Reader, asset string, own hub.Permissions) (hub.Permissions, error) {
	if KindOf(asset) == Folders {
		above, err := aboveFolder(r, asset)
		return own.With(above), err
	}
	in, err := hub.FoldersOf(r, asset)
	if err != nil {
		return nil, err
	}
	all := own
	for _, m := range in {
		folder, err := resolvedFolder(r, m.Account, m.Region, m.Folder)
		if err != nil {
			return nil, err
		}
		all = all.With(given(KindOf(asset), folder))
	}
	return all, nil
}

// ResolvedFolder are the permissions on a folder with those on the folders that it lies in.
func ResolvedFolder(r store.Reader, f hub.Folder) (hub.Permissions, error) {
	return resolvedFolder(r, f.Account, f.Region, f.ID)
}

func resolvedFolder(r store.Reader, account, region, id string) (hub.Permissions, error) {
	path, err := hub.FolderPath(r, account, region, id)
	var all hub.Permissions
	for _, f := range path {
		all = all.With(f.Permissions)
	}
	return all, err
}

// aboveFolder are the permissions that a folder has of those that it lies in; a folder that is gone has none.
func aboveFolder(r store.Reader, folder string) (hub.Permissions, error) {
	a, err := arn.Parse(folder)
	if err != nil {
		return nil, nil
	}
	above, err := resolvedFolder(r, a.Account, a.Region, a.Name())
	if fault.Is(err, fault.NotFound) {
		return nil, nil
	}
	return above, err
}

// aboveAll are the permissions that folders give on all assets of an account and Region that are in folders, by ARN, and on
// the folders themselves.
func aboveAll(r store.Reader, account, region string) (map[string]hub.Permissions, error) {
	folders, above := map[string]hub.Permissions{}, map[string]hub.Permissions{}
	for token := ""; ; {
		some, next, err := hub.Folders.Page(r, account, region, token, 100, nil)
		if err != nil {
			return nil, err
		}
		for _, f := range some {
			all, err := ResolvedFolder(r, f)
			if err != nil {
				return nil, err
			}
			folders[f.ID], above[f.ARN()] = all, all
		}
		if token = next; token == "" {
			break
		}
	}
	if len(folders) == 0 {
		return nil, nil
	}
	members, err := hub.AllFolderMembers(r, account, region)
	for _, m := range members {
		above[m.ARN] = above[m.ARN].With(given(KindOf(m.ARN), folders[m.Folder]))
	}
	return above, err
}

// given is what a folder's permissions give on an asset of a kind that is in it.
func given(k Kind, folder hub.Permissions) hub.Permissions {
	all := hub.Permissions{}
	for principal, actions := range folder {
		switch {
		case slices.Contains(actions, UpdateFolderPermissions):
			all[principal] = Owner(k)
		case slices.Contains(actions, DescribeFolder):
			all[principal] = Viewer(k)
		}
	}
	return all
}
