// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <fmt/format.h>
#include <libpq-fe.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <system_error>

#include "services/kit/backup/program.hpp"
#include "services/kit/backup/site.hpp"

namespace rapport::kit {
namespace {

namespace fs = std::filesystem;

/// A connection as PostgreSQL's own programs take it from the environment, where a password is seen by nobody else.
std::map<std::string, std::string> environment_of(const std::string& conninfo) {
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
        PQconninfoParse(conninfo.c_str(), nullptr), PQconninfoFree);
    if (!options) throw Error(Code::invalid_argument, "store: is not a connection string of PostgreSQL");
    std::map<std::string, std::string> environment;
    for (const auto* option = options.get(); option->keyword; ++option)
        if (option->val && option->envvar) environment.emplace(option->envvar, option->val);
    return environment;
}

void require_identifier(const std::string& schema) {
    if (schema.empty() || schema.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") != schema.npos)
        throw Error(Code::invalid_argument, "store: schema must be lower-case letters, digits and _");
}

class PostgresqlSite final : public StoreSite {
public:
    PostgresqlSite(std::string conninfo, std::string schema)
        : conninfo_(std::move(conninfo)), schema_(std::move(schema)), environment_(environment_of(conninfo_)) {
        require_identifier(schema_);
    }

    std::string engine() const override { return "postgresql"; }
    std::string place() const override { return "the PostgreSQL schema " + schema_; }
    bool occupied() override { return has_store(*open(Db::Mode::read)); }

    Inventory copy_to(const fs::path& file, const std::string& source) override {
        const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (fd < 0)
            throw Error(Code::failed_precondition,
                        fmt::format("cannot create {}: {}", file.string(), std::generic_category().message(errno)));
        ::close(fd);
        // One snapshot for what is copied and for what is counted.
        const auto db = open(Db::Mode::read);
        db->begin();
        const auto snapshot = std::get<0>(db->row<std::string>("select pg_export_snapshot()").value());
        try {
            run_program({"pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--schema=" + schema_,
                         "--snapshot=" + snapshot, "--file=" + file.string()},
                        environment_);
        } catch (const Error& error) {
            throw Error(error.code(), fmt::format("cannot copy {} to {}: {}", place(), file.string(), error.message()));
        }
        auto inventory = inventory_of(*db, source);
        db->rollback();
        run_program({"pg_restore", "--file=/dev/null", file.string()}, environment_);  // reads it to its end
        return inventory;
    }

    void fill_from(const fs::path& file) override {
        const auto db = open(Db::Mode::write);  // makes the schema
        if (has_store(*db)) throw Error(Code::already_exists, place() + " has a store already");
        filled_ = true;
        run_program({"pg_restore", "--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges",
                     "--schema=" + schema_,
                     "--dbname=" + std::get<0>(db->row<std::string>("select cast(current_database() as text)").value()),
                     file.string()},
                    environment_);
        if (!has_store(*db))
            throw Error(Code::failed_precondition,
                        "the copy is of another schema than " + schema_ + ": name that one in the service's store");
    }
    std::unique_ptr<Db> filled() override { return open(Db::Mode::write); }
    void publish() override {
        filled_ = false;
        aside_.clear();
    }
    void discard() override {
        if (std::exchange(filled_, false))
            open(Db::Mode::write)->script("set client_min_messages = error;\ndrop schema " + schema_ + " cascade;\n");
        if (!aside_.empty())
            open(Db::Mode::read)
                ->script("set default_transaction_read_only = off;\nalter schema " + std::exchange(aside_, {}) +
                         " rename to " + schema_ + ";\n");
    }

    std::string set_aside(const std::string& stamp) override {
        aside_ = schema_ + "_" + stamp;
        std::ranges::transform(aside_, aside_.begin(),
                               [](unsigned char c) { return c == '-' ? '_' : std::tolower(c); });
        open(Db::Mode::write)->script("alter schema " + schema_ + " rename to " + aside_ + ";\n");
        return "the PostgreSQL schema " + aside_;
    }

private:
    std::unique_ptr<Db> open(Db::Mode mode) const {
        return Db::open("postgresql:" + conninfo_ + " schema=" + schema_, mode);
    }
    bool has_store(Db& db) const {
        return db
            .row<std::string>(
                "select cast(table_name as text) from information_schema.tables where table_schema = ? "
                "and table_name = 'kit_meta'",
                {schema_})
            .has_value();
    }

    std::string conninfo_, schema_, aside_;
    std::map<std::string, std::string> environment_;
    bool filled_ = false;
};

}  // namespace

std::unique_ptr<StoreSite> postgresql_site(const std::string& conninfo, const std::string& schema) {
    return std::make_unique<PostgresqlSite>(conninfo, schema);
}

}  // namespace rapport::kit
