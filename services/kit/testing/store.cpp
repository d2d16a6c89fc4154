// SPDX-License-Identifier: MIT
#include "services/kit/testing/store.hpp"

#include <stdlib.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <filesystem>
#include <stdexcept>

#include "services/kit/store/db.hpp"
#include "services/kit/testing/postgresql.hpp"

namespace rapport::testing_kit {
namespace {

namespace fs = std::filesystem;

std::string new_schema() {
    static std::atomic<int> made = 0;
    return "test_" + std::to_string(::getpid()) + "_" + std::to_string(++made);
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
        schema_ = new_schema();
        dsn_ = shared_postgresql() + " schema=" + schema_;
    } else {
        throw std::runtime_error("no such store: " + backend);
    }
}

TestStore::~TestStore() {
    std::error_code ignored;  // a folder that cannot be removed must not hide the test's own result
    fs::remove_all(folder_, ignored);
    if (schema_.empty()) return;
    try {
        kit::Db::open(shared_postgresql(), kit::Db::Mode::write)
            ->script("set lock_timeout = '5s';\ndrop schema if exists " + schema_ + " cascade;\n");
    } catch (const std::exception& error) {
        std::fprintf(stderr, "the schema %s stays: %s\n", schema_.c_str(), error.what());
    }
}

}  // namespace rapport::testing_kit
