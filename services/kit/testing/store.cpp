// SPDX-License-Identifier: MIT
#include "services/kit/testing/store.hpp"

#include <sqlite3.h>
#include <stdlib.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "bus/base/id.hpp"
#include "bus/base/time.hpp"
#include "services/kit/testing/postgresql.hpp"

namespace rapport::testing_kit {
namespace {

namespace fs = std::filesystem;

/// No process id in it: they come again, and schemas stay.
std::string new_schema() {
    std::string id = to_text(new_uuid(SystemClock().now()));
    std::replace(id.begin(), id.end(), '-', '_');
    return "test_" + id;
}

}  // namespace

std::vector<std::string> backends() {
    static const bool installed = [] {
        const bool there = postgresql_installed();
        if (!there)
            std::fputs("*** NOT TESTED ON POSTGRESQL: no server here (apt-get install postgresql, or RAPPORT_PG_BIN)\n",
                       stderr);
        return there;
    }();
    if (!installed) return {"sqlite"};
    return {"sqlite", "postgresql"};
}

TestStore::TestStore(const std::string& backend) {
    std::string pattern = (fs::temp_directory_path() / "rapport-test-XXXXXX").string();
    if (!mkdtemp(pattern.data())) throw std::runtime_error("no temporary folder");
    folder_ = pattern;
    if (backend == "sqlite") {
        dsn_ = "sqlite:" + folder_ + "/store.db";
    } else if (backend == "postgresql") {
        dsn_ = shared_postgresql() + " schema=" + new_schema();
    } else {
        throw std::runtime_error("no such store: " + backend);
    }
}

TestStore::TestStore(const Dump& dump) : TestStore("sqlite") {
    std::ifstream file(dump.path);
    const std::string sql((std::istreambuf_iterator<char>(file)), {});
    if (!file || sql.empty()) throw std::runtime_error("no dump of a store: " + dump.path.string());
    sqlite3* db = nullptr;
    char* message = nullptr;
    const bool done = sqlite3_open((folder_ + "/store.db").c_str(), &db) == SQLITE_OK &&
                      sqlite3_exec(db, sql.c_str(), nullptr, nullptr, &message) == SQLITE_OK;
    const std::string why = message ? message : "";
    sqlite3_free(message);
    sqlite3_close(db);
    if (!done) throw std::runtime_error(dump.path.string() + ": " + why);
}

// The schema stays until the server goes with all that is in it: dropping each costs more than what they take together.
TestStore::~TestStore() {
    std::error_code ignored;  // a folder that cannot be removed must not hide the test's own result
    fs::remove_all(folder_, ignored);
}

}  // namespace rapport::testing_kit
