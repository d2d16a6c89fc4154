// SPDX-License-Identifier: MIT
#include "services/kit/testing/store.hpp"

#include <stdlib.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
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

// The schema stays until the server goes with all that is in it: dropping each costs more than what they take together.
TestStore::~TestStore() {
    std::error_code ignored;  // a folder that cannot be removed must not hide the test's own result
    fs::remove_all(folder_, ignored);
}

}  // namespace rapport::testing_kit
