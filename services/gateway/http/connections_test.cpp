// SPDX-License-Identifier: MIT
#include "services/gateway/http/connections.hpp"

#include <gmock/gmock-matchers.h>

namespace rapport::gateway {
namespace {

using testing::ElementsAre;

/// Eight places; connections are numbered, and named by whom they come from.
class ConnectionsTest : public testing::Test {
protected:
    /// Comes, waits at once, and is kept under its number if it got a place.
    bool comes(int number, const std::string& from) {
        auto place = all->admit(from, number);
        if (!place) return false;
        place->waits();
        places[number] = std::move(place);
        return true;
    }
    void come(int first, int last, const std::string& from) {
        for (int i = first; i <= last; ++i) ASSERT_TRUE(comes(i, from));
    }

    std::vector<int> hung_up;
    int told = 0;  ///< how often something changed
    std::shared_ptr<Connections> all = std::make_shared<Connections>(8, std::vector<std::string>{"10.0.0.1"},
                                                                     [this](int number) { hung_up.push_back(number); });
    std::map<int, std::unique_ptr<Connections::Place>> places;
};

TEST_F(ConnectionsTest, AnAddressThatHasHalfOfThePlacesGivesUpItsOwnForMore) {
    come(1, 4, "192.0.2.1");
    EXPECT_THAT(hung_up, ElementsAre());
    come(5, 6, "192.0.2.1");
    EXPECT_THAT(hung_up, ElementsAre(1, 2));
    come(7, 7, "192.0.2.2");
    EXPECT_THAT(hung_up, ElementsAre(1, 2));
}

TEST_F(ConnectionsTest, AnAddressWhoseShareIsAllInWorkGetsNoMore) {
    come(1, 4, "192.0.2.1");
    for (auto& [number, place] : places) place->works();
    EXPECT_FALSE(comes(5, "192.0.2.1"));
    EXPECT_TRUE(comes(6, "192.0.2.2"));
    places[3]->waits();
    EXPECT_TRUE(comes(7, "192.0.2.1"));
    EXPECT_THAT(hung_up, ElementsAre(3));
}

TEST_F(ConnectionsTest, ANetworkOfSixIsOneAddress) {
    come(1, 4, "2001:db8::1");
    come(5, 5, "2001:db8:0:0:ffff::2");
    EXPECT_THAT(hung_up, ElementsAre(1));
}

TEST_F(ConnectionsTest, AProxyOfOursMayHaveAllPlaces) {
    come(1, 8, "10.0.0.1");
    EXPECT_THAT(hung_up, ElementsAre());
    EXPECT_TRUE(all->full());
}

TEST_F(ConnectionsTest, AProxyIsOursHoweverItIsWritten) {
    all = std::make_shared<Connections>(8, std::vector<std::string>{"0:0:0:0:0:0:0:1", "::ffff:10.0.0.2"},
                                        [this](int number) { hung_up.push_back(number); });
    come(1, 5, "::1");
    places.clear();
    come(1, 5, "10.0.0.2");
    EXPECT_THAT(hung_up, ElementsAre());
}

TEST_F(ConnectionsTest, RoomIsMadeByTheAddressWithTheMostAndThereByWhoWasAnsweredLongestAgo) {
    come(1, 2, "192.0.2.1");
    come(3, 6, "192.0.2.2");
    come(7, 8, "192.0.2.3");
    places[3]->answers();
    EXPECT_TRUE(all->make_room());
    EXPECT_TRUE(all->make_room());
    EXPECT_THAT(hung_up, ElementsAre(4, 5));
}

TEST_F(ConnectionsTest, WhoHasARequestInWorkIsNotHungUp) {
    come(1, 4, "192.0.2.1");
    come(5, 6, "192.0.2.2");
    for (int i = 1; i <= 4; ++i) places[i]->works();
    EXPECT_TRUE(all->make_room());
    EXPECT_TRUE(all->make_room());
    EXPECT_THAT(hung_up, ElementsAre(5, 6));
    EXPECT_FALSE(all->make_room());
}

TEST_F(ConnectionsTest, WhoDoesNotReadTheirAnswerGivesWay) {
    come(1, 4, "192.0.2.1");
    come(5, 8, "192.0.2.2");
    for (auto& [number, place] : places) place->works();
    all->on_change([this] { ++told; });
    for (const int reader : {3, 7, 2, 6}) places[reader]->answers();
    EXPECT_EQ(told, 4) << "there is somebody who can make room";
    for (const int reader : {3, 6}) {  // take a piece, and wait for the next to be taken
        places[reader]->works();
        places[reader]->answers();
    }
    EXPECT_TRUE(all->make_room());
    EXPECT_TRUE(all->make_room());
    EXPECT_TRUE(all->make_room());
    EXPECT_TRUE(all->make_room());
    EXPECT_THAT(hung_up, ::testing::UnorderedElementsAre(2, 7, 3, 6));
    EXPECT_THAT(std::vector(hung_up.begin(), hung_up.begin() + 2), ::testing::UnorderedElementsAre(2, 7))
        << "those first who take nothing";
    EXPECT_FALSE(all->make_room()) << "the others are in work";
    places[2]->answers();
    EXPECT_FALSE(all->make_room()) << "none twice";
}

TEST_F(ConnectionsTest, WhereRequestsTakeTooMuchTheLargestUnfinishedOneOfTheAddressWithTheMostIsGivenUp) {
    const auto budget = [this](std::size_t bytes) {
        places.clear();
        hung_up.clear();
        all = std::make_shared<Connections>(
            8, std::vector<std::string>{}, [this](int number) { hung_up.push_back(number); }, bytes);
        come(1, 3, "192.0.2.1");
        come(5, 6, "192.0.2.2");
    };
    budget(100);
    places[5]->holds(45);
    for (const int number : {1, 2}) places[number]->holds(20);
    places[3]->holds(15);
    EXPECT_THAT(hung_up, ElementsAre());
    places[2]->holds(21);
    EXPECT_THAT(hung_up, ElementsAre(2)) << "together they have more";
    places[6]->holds(100);
    EXPECT_THAT(hung_up, ElementsAre(2, 6)) << "be it the one that grows";
    places[6]->holds(200);
    places[2]->holds(200);
    EXPECT_THAT(hung_up, ElementsAre(2, 6)) << "who is gone has nothing";
    places[5]->works();
    places[5]->holds(99);
    EXPECT_THAT(hung_up, ElementsAre(2, 6, 1)) << "what is whole is not given up";
    places[5]->answers();
    places[3]->holds(100);
    EXPECT_THAT(hung_up, ElementsAre(2, 6, 1)) << "nor counted once it is answered";
    places.erase(3);
    come(4, 4, "192.0.2.1");
    places[4]->holds(100);
    EXPECT_THAT(hung_up, ElementsAre(2, 6, 1)) << "nor what has gone";
    budget(10);
    places[1]->works();
    places[1]->holds(50);
    EXPECT_THAT(hung_up, ElementsAre());
}

TEST_F(ConnectionsTest, APlaceIsGivenBackWithItsConnectionAndThatIsTold) {
    come(1, 8, "10.0.0.1");
    all->on_change([this] { ++told; });
    EXPECT_TRUE(all->make_room());
    EXPECT_TRUE(all->full()) << "until the connection is gone";
    places.erase(1);
    EXPECT_FALSE(all->full());
    EXPECT_EQ(told, 1);
    places[2]->works();
    places[2]->waits();
    EXPECT_EQ(told, 2) << "one that came to wait can make room";
    places.clear();
    come(11, 14, "192.0.2.1");
    EXPECT_THAT(hung_up, ElementsAre(1)) << "nothing is remembered of those who have gone";
}

TEST_F(ConnectionsTest, OneThatWasHungUpIsNotHungUpTwice) {
    come(1, 1, "192.0.2.1");
    EXPECT_TRUE(all->make_room());
    places[1]->works();
    places[1]->waits();
    EXPECT_FALSE(all->make_room());
    EXPECT_THAT(hung_up, ElementsAre(1));
}

}  // namespace
}  // namespace rapport::gateway
