-- One publication at a time, so that each knows all versions before it.
lock table document_version in share row exclusive mode;
