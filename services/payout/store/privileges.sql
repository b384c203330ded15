-- What the payout process may do with manifests: add them and read them. Triggers refuse every change, also by the owner of the table.
grant select, insert on payout_manifest to :"service";
