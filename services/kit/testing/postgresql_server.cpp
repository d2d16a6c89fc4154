// SPDX-License-Identifier: MIT
#include "services/kit/testing/postgresql_server.hpp"

#include <chrono>
#include <thread>

#include "services/kit/store/db.hpp"
#include "services/kit/testing/postgresql.hpp"

namespace rapport::testing_kit {

PostgresqlServer::~PostgresqlServer() {
    if (process_) end(kept_.empty() ? SIGQUIT : SIGINT);
}

void PostgresqlServer::start() {
    std::vector<std::string> arguments{postgresql_script(), "serve", folder()};
    arguments.insert(arguments.end(), settings_.begin(), settings_.end());
    process_ = std::make_unique<bus::testing::Process>(arguments);
    for (const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(30);;) {
        try {
            kit::Db::open(dsn(), kit::Db::Mode::write);
            return;
        } catch (const kit::StoreError&) {
            if (std::chrono::steady_clock::now() > until) throw;
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
    }
}

void PostgresqlServer::end(int signal) {
    process_->signal(signal);
    process_->wait();
    process_.reset();
}

std::string PostgresqlServer::dsn() const { return postgresql_dsn(folder()); }

}  // namespace rapport::testing_kit
