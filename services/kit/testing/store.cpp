// SPDX-License-Identifier: MIT
#include "services/kit/testing/store.hpp"

#include <stdlib.h>

#include <filesystem>
#include <stdexcept>

namespace rapport::testing_kit {

namespace fs = std::filesystem;

std::vector<std::string> backends() { return {"sqlite"}; }

TestStore::TestStore(const std::string& backend) {
    std::string pattern = (fs::temp_directory_path() / "rapport-test-XXXXXX").string();
    if (!mkdtemp(pattern.data())) throw std::runtime_error("no temporary folder");
    folder_ = pattern;
    if (backend != "sqlite") throw std::runtime_error("no such store: " + backend);
    dsn_ = "sqlite:" + folder_ + "/store.db";
}

TestStore::~TestStore() {
    std::error_code ignored;  // a folder that cannot be removed must not hide the test's own result
    fs::remove_all(folder_, ignored);
}

}  // namespace rapport::testing_kit
