const names: Record<string, string> = {
  READER: "Reader",
  READER_PRO: "Reader",
  AUTHOR: "Author",
  AUTHOR_PRO: "Author",
  ADMIN: "Administrator",
  ADMIN_PRO: "Administrator",
};

/** A role as people call it. */
export const roleName = (role: string | undefined) => (role ? (names[role] ?? role) : "");

/** Whether somebody of this role administers the hub. */
export const administers = (role: string | undefined) => role === "ADMIN" || role === "ADMIN_PRO";
