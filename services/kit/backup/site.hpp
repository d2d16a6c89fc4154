// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <memory>

#include "services/kit/backup/inventory.hpp"

namespace rapport::kit {

/// The place where a service keeps its store, on either engine, as backup and restore see it. Belongs to one thread.
/// Errors: StoreError, or Error(failed_precondition) that says what to do.
class StoreSite {
public:
    /// `dsn` as Db::open() takes it. Error(invalid_argument) for any other.
    static std::unique_ptr<StoreSite> at(const std::string& dsn);
    virtual ~StoreSite() = default;

    /// `sqlite` or `postgresql`: a copy of one cannot be put into the other.
    virtual std::string engine() const = 0;
    /// For people: the file, or the schema.
    virtual std::string place() const = 0;
    virtual bool occupied() = 0;

    /// Copies the store as of one moment to a new file (0600), while its service goes on writing, and tells what the
    /// copy holds. The copy was read back and is synced.
    virtual Inventory copy_to(const std::filesystem::path& file, const std::string& source) = 0;

    /// Brings a copy here, where nothing may be: on SQLite under another name, on PostgreSQL in one transaction.
    virtual void fill_from(const std::filesystem::path& file) = 0;
    /// What fill_from() brought, to be looked at and changed. Close it before publish() or discard().
    virtual std::unique_ptr<Db> filled() = 0;
    /// From here on it is the service's store.
    virtual void publish() = 0;
    /// Takes away what fill_from() brought and puts back what set_aside() moved; nothing after publish().
    virtual void discard() = 0;

    /// Moves the store that is here out of the way, under a name that ends in `stamp`, and tells which.
    /// Error(failed_precondition) if somebody uses it.
    virtual std::string set_aside(const std::string& stamp) = 0;
};

std::unique_ptr<StoreSite> sqlite_site(const std::string& path);
std::unique_ptr<StoreSite> postgresql_site(const std::string& conninfo, const std::string& schema);

}  // namespace rapport::kit
