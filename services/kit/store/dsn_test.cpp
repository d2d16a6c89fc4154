// SPDX-License-Identifier: MIT
#include "services/kit/store/dsn.hpp"

#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>

#include "services/kit/service/start_failure.hpp"
#include "services/kit/store/open_error.hpp"
#include "services/kit/testing/postgresql.hpp"
#include "services/kit/testing/store.hpp"

namespace rapport::kit {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(Dsn, HasEachFormThatItSays) {
    struct Case {
        const char* text;
        Dsn::Engine engine;
        const char *address, *schema;
    };
    constexpr auto sqlite = Dsn::Engine::sqlite, postgresql = Dsn::Engine::postgresql;
    for (const auto& [text, engine, address, schema] :
         {Case{"sqlite:/srv/a.db", sqlite, "/srv/a.db", ""},
          {"sqlite:a b.db", sqlite, "a b.db", ""},
          {"postgresql:host=h dbname=d", postgresql, "dbname='d' host='h'", ""},
          {"postgresql:host=h dbname=d schema=s", postgresql, "dbname='d' host='h'", "s"},
          {"postgresql:schema=s host=h dbname=d", postgresql, "dbname='d' host='h'", "s"},
          {"postgresql:host=h schema = 's' dbname=d", postgresql, "dbname='d' host='h'", "s"},
          {"postgresql:host=h password='a schema=b' dbname=d", postgresql, "password='a schema=b' dbname='d' host='h'",
           ""},
          {R"(postgresql:host=h password='it\'s \\ x' schema=s)", postgresql, R"(password='it\'s \\ x' host='h')", "s"},
          {"postgresql://u@h/d", postgresql, "user='u' dbname='d' host='h'", ""},
          {"postgres://u@h/d?schema=s", postgresql, "user='u' dbname='d' host='h'", "s"},
          {"postgresql://u:p%20%27%26@h:1/d?schema=s&connect_timeout=3", postgresql,
           R"(user='u' password='p \'&' connect_timeout='3' dbname='d' host='h' port='1')", "s"},
          {"postgresql://h/d?connect_timeout=3&schema=s", postgresql, "connect_timeout='3' dbname='d' host='h'",
           "s"}}) {
        const auto dsn = Dsn::of(text);
        EXPECT_EQ(dsn.engine, engine) << text;
        EXPECT_EQ(dsn.address, address) << text;
        EXPECT_EQ(dsn.schema, schema) << text;
    }
}

std::string told(const std::function<void()>& work) {
    try {
        work();
    } catch (const std::exception& error) {
        ::testing::internal::CaptureStderr();
        tell_failed_start("rapport-probe", error);
        return std::string(error.what()) + "\n" + ::testing::internal::GetCapturedStderr();
    }
    return "nothing went wrong";
}

TEST(Dsn, ThatIsNoneIsRefusedWithTheFormsAndNothingOfWhatItHolds) {
    for (const auto* text :
         {"", "sqlite", "sqlite:", "mysql://u:geheim@h/d", "geheim", "/srv/geheim.db",
          "postgresql:", "postgresql:geheim", "postgresql:host=h password=ge heim",
          "postgresql:host=h password='geheim", "postgresql://u:ge%heim@h/d", "postgresql://u:geheim@h/d?geheim=1",
          "postgresql:host=h geheim=1", "postgresql://u:geheim@[h/d",
          "postgresql:host=h password=geheim schema=Geheim-", "postgresql:host=h password=geheim schema=''"}) {
        const auto said = told([&] { Dsn::of(text); });
        EXPECT_THAT(said, AllOf(HasSubstr("store: "), HasSubstr(std::string(Dsn::forms)), Not(HasSubstr("heim")),
                                Not(HasSubstr("Geheim"))))
            << text;
    }
}

/// What is there in place of a store, and what is said of it.
TEST(Store, ThatIsNoSqliteFileSaysWhy) {
    const testing_kit::TestStore store("sqlite");
    const fs::path folder = store.folder();
    fs::create_directory(folder / "folder");
    std::ofstream(folder / "text.db") << std::string(5'000, 'x');
    std::ofstream(folder / "file") << "";
    for (const auto& [path, why] : {std::pair{folder / "folder", "folder is a folder"},
                                    {folder / "none/a.db", "there is no folder"},
                                    {folder / "file/a.db", "file is no folder"},
                                    {folder / "text.db", "text.db: file is not a database"}}) {
        const auto said = told([&, &path = path] { Db::open("sqlite:" + path.string(), Db::Mode::write); });
        EXPECT_THAT(said, AllOf(HasSubstr(why), HasSubstr("the setting store is sqlite:PATH"))) << path;
    }
    if (::geteuid() == 0) return;  // nobody refuses root
    fs::permissions(folder / "file", fs::perms::none);
    EXPECT_THAT(told([&] { Db::open("sqlite:" + (folder / "file").string(), Db::Mode::write); }),
                HasSubstr("Permission denied"));
}

/// A port on this machine that nobody listens on.
int closed_port() {
    const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof address;
    ::bind(fd, reinterpret_cast<sockaddr*>(&address), size);
    ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
    ::close(fd);
    return ntohs(address.sin_port);
}

TEST(Store, OnPostgresqlThatCannotBeReachedSaysWhyAndNeverItsPassword) {
    const auto port = std::to_string(closed_port());
    for (const auto& [dsn, why] : std::vector<std::pair<std::string, std::string>>{
             {"postgresql:host=127.0.0.1 password=geheim port=" + port, "Connection refused"},
             {"postgresql:host=127.0.0.1 password='ge heim' port=" + port, "Connection refused"},
             {"postgresql://u:geheim@127.0.0.1:" + port + "/d", "Connection refused"},
             {"postgresql://u:g%65heim@127.0.0.1:" + port + "/d?schema=s", "Connection refused"},
             {"postgresql://u@127.0.0.1:" + port + "/d?password=geheim", "Connection refused"},
             {"postgresql://u:geheim@no-such-host.invalid/d", "no-such-host.invalid"},
             // The password where PostgreSQL itself says it: in the host's name.
             {"postgresql:host=geheim.invalid password=geheim", "***.invalid"}}) {
        const auto said = told([&, &dsn = dsn] { Db::open(dsn, Db::Mode::write); });
        EXPECT_THAT(said, AllOf(HasSubstr("the store cannot be reached"), HasSubstr(why), Not(HasSubstr("heim")),
                                HasSubstr("; the setting store is sqlite:PATH")))
            << dsn;
        EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 2) << "one line each: " << said;
        EXPECT_EQ(said.substr(0, said.find('\n')), "the store cannot be reached")
            << "which is all that others are told";
    }
}

TEST(Store, OnPostgresqlThatRefusesSaysWhat) {
    if (!testing_kit::postgresql_installed()) GTEST_SKIP() << "no PostgreSQL here";
    const auto& server = testing_kit::shared_postgresql();
    for (const auto& [more, why] : {std::pair{" dbname=no_such_database", "no_such_database"},
                                    {" user=no_such_user password=geheim", "no_such_user"}}) {
        const auto said = told([&, &more = more] { Db::open(server + more, Db::Mode::write); });
        EXPECT_THAT(said, AllOf(HasSubstr(why), Not(HasSubstr("geheim")), HasSubstr("FATAL")));
    }
    const auto db = Db::open(server, Db::Mode::write);
    db->script("drop role if exists may_nothing;\ncreate role may_nothing login;\n");
    const auto said = told([&] { Db::open(server + " user=may_nothing schema=not_theirs", Db::Mode::write); });
    db->script("drop role may_nothing;\n");
    EXPECT_THAT(said, HasSubstr("permission denied for database"));
}

}  // namespace
}  // namespace rapport::kit
