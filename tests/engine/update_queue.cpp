// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/engine/transfer/update_queue.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace
{

struct named_job : wua::detail::queue_entry
{
    named_job(std::string its_name, std::size_t updates, std::string its_host = "host", unsigned its_priority = 1)
        : name(std::move(its_name)),
          host(std::move(its_host))
    {
        update_count = updates;
        priority = its_priority;
    }

    std::string_view host_of(std::size_t) const noexcept override
    {
        return host;
    }

    std::string name;
    std::string host;
};

using queue = wua::detail::update_queue;

queue make_queue(wua::parallel_limits limits, std::size_t lanes = 1)
{
    return {limits, lanes};
}

// "a0 b0 a1": what leaves the queue until it has no room.
std::string leave_all(queue& from, std::vector<queue::ticket>& tickets)
{
    std::string text;
    while (auto ticket = from.next(0))
    {
        text += (text.empty() ? "" : " ") + static_cast<const named_job&>(*ticket->job).name +
                std::to_string(ticket->index);
        tickets.push_back(*ticket);
    }
    return text;
}

} // namespace

TEST_CASE("jobs of one priority take turns, and higher ones go first", "[update_queue]")
{
    queue waiting = make_queue({100, 100, 100});
    std::vector<queue::ticket> tickets;
    waiting.add(std::make_shared<named_job>("a", 3));
    waiting.add(std::make_shared<named_job>("b", 2));
    waiting.add(std::make_shared<named_job>("low", 1, "host", 0));
    waiting.add(std::make_shared<named_job>("high", 2, "host", 3));
    CHECK(leave_all(waiting, tickets) == "high0 high1 a0 b0 a1 b1 a2 low0");
}

TEST_CASE("the limits of engine, job and host are kept", "[update_queue]")
{
    std::vector<queue::ticket> tickets;
    queue of_engine = make_queue({2, 100, 100});
    of_engine.add(std::make_shared<named_job>("a", 5));
    CHECK(leave_all(of_engine, tickets) == "a0 a1");
    CHECK_FALSE(of_engine.release(tickets[0]));
    CHECK(leave_all(of_engine, tickets) == "a2");

    tickets.clear();
    queue of_job = make_queue({100, 2, 100});
    of_job.add(std::make_shared<named_job>("a", 5));
    of_job.add(std::make_shared<named_job>("b", 1));
    CHECK(leave_all(of_job, tickets) == "a0 b0 a1");
    CHECK(of_job.release(tickets[1]));
    CHECK_FALSE(of_job.release(tickets[0]));
    CHECK(leave_all(of_job, tickets) == "a2");

    tickets.clear();
    queue of_host = make_queue({100, 100, 1});
    of_host.add(std::make_shared<named_job>("a", 1, "x"));
    of_host.add(std::make_shared<named_job>("b", 1, "x"));
    of_host.add(std::make_shared<named_job>("c", 1, "y"));
    CHECK(leave_all(of_host, tickets) == "a0 c0");
    CHECK(of_host.release(tickets[0]));
    CHECK(leave_all(of_host, tickets) == "b0");
}

TEST_CASE("a cancelled job does not hold up those that wait behind it for a host", "[update_queue]")
{
    queue waiting = make_queue({100, 100, 1});
    std::vector<queue::ticket> tickets;
    const auto cancelled = std::make_shared<named_job>("b", 1);
    waiting.add(std::make_shared<named_job>("a", 1));
    waiting.add(cancelled);
    waiting.add(std::make_shared<named_job>("c", 1));
    CHECK(leave_all(waiting, tickets) == "a0");
    CHECK(waiting.cancel(*cancelled));
    CHECK(waiting.release(tickets[0]));
    CHECK(leave_all(waiting, tickets) == "c0");
}

TEST_CASE("a job has ended with its last update, or with the last that was active when it was cancelled",
          "[update_queue]")
{
    queue waiting = make_queue({2, 100, 100});
    std::vector<queue::ticket> tickets;
    const auto job = std::make_shared<named_job>("a", 9);
    waiting.add(job);
    CHECK(leave_all(waiting, tickets) == "a0 a1");
    CHECK_FALSE(waiting.cancel(*job));
    CHECK_FALSE(waiting.release(tickets[0]));
    CHECK(waiting.release(tickets[1]));
    CHECK(leave_all(waiting, tickets).empty());
}

TEST_CASE("lanes share the work evenly", "[update_queue]")
{
    queue waiting = make_queue({100, 100, 100}, 2);
    waiting.add(std::make_shared<named_job>("a", 4));
    const auto first = waiting.next(0);
    REQUIRE(first);
    CHECK_FALSE(waiting.next(0));
    CHECK(waiting.is_waiting_for(1));
    CHECK_FALSE(waiting.is_waiting_for(0));
    CHECK(waiting.next(1));
    CHECK(waiting.next(0));
    CHECK_FALSE(waiting.next(0));
    CHECK(waiting.next(1));
    CHECK_FALSE(waiting.is_waiting_for(0));
    CHECK_FALSE(waiting.is_waiting_for(1));
}

TEST_CASE("an update that rests makes room for another, but its job waits for it", "[update_queue]")
{
    queue waiting = make_queue({1, 1, 1});
    std::vector<queue::ticket> tickets;
    waiting.add(std::make_shared<named_job>("a", 2));
    CHECK(leave_all(waiting, tickets) == "a0");
    CHECK(waiting.try_rest(tickets[0]));
    CHECK(waiting.try_rest(tickets[0]));
    CHECK(leave_all(waiting, tickets) == "a1");
    CHECK_FALSE(waiting.release(tickets[1]));
    CHECK(waiting.release(tickets[0]));
}

TEST_CASE("a cancelled job waits for its updates that rest", "[update_queue]")
{
    queue waiting = make_queue({1, 1, 1});
    std::vector<queue::ticket> tickets;
    const auto job = std::make_shared<named_job>("a", 2);
    waiting.add(job);
    CHECK(leave_all(waiting, tickets) == "a0");
    CHECK(waiting.try_rest(tickets[0]));
    CHECK_FALSE(waiting.cancel(*job));
    CHECK(job->has_left());
    CHECK(waiting.release(tickets[0]));
    CHECK_FALSE(job->has_left());
    CHECK(leave_all(waiting, tickets).empty());
}

TEST_CASE("only so many updates rest at a time", "[update_queue]")
{
    queue waiting = make_queue({1000, 1000, 1000});
    std::vector<queue::ticket> tickets;
    waiting.add(std::make_shared<named_job>("a", queue::max_resting + 1));
    leave_all(waiting, tickets);
    REQUIRE(tickets.size() == queue::max_resting + 1);
    for (std::size_t i = 0; i != queue::max_resting; ++i)
    {
        REQUIRE(waiting.try_rest(tickets[i]));
    }
    CHECK_FALSE(waiting.try_rest(tickets.back()));
    CHECK_FALSE(waiting.release(tickets.front()));
    CHECK(waiting.try_rest(tickets.back()));
}

TEST_CASE("any number of updates rest that have no file open, and are counted when they may open one", "[update_queue]")
{
    constexpr std::size_t count = 2 * queue::max_resting;
    queue waiting = make_queue({1, 1, 1});
    std::vector<queue::ticket> tickets;
    waiting.add(std::make_shared<named_job>("a", count));
    for (std::size_t i = 0; i != count; ++i)
    {
        leave_all(waiting, tickets);
        REQUIRE(tickets.size() == i + 1);
        waiting.rest(tickets[i]);
    }
    for (std::size_t i = 0; i != queue::max_resting; ++i)
    {
        REQUIRE(waiting.try_rest(tickets[i]));
    }
    CHECK_FALSE(waiting.try_rest(tickets.back()));
    CHECK(waiting.try_move(tickets[0], "host")); // which is counted no more
    CHECK(waiting.try_rest(tickets.back()));
    CHECK_FALSE(waiting.try_rest(tickets[0]));
    waiting.rest(tickets[0]);
    CHECK_FALSE(waiting.release(tickets[1]));
    CHECK(waiting.try_rest(tickets[0]));
}

TEST_CASE("an update moves to another host only when that has room", "[update_queue]")
{
    queue waiting = make_queue({100, 100, 1});
    std::vector<queue::ticket> tickets;
    waiting.add(std::make_shared<named_job>("a", 1, "x"));
    waiting.add(std::make_shared<named_job>("b", 1, "y"));
    CHECK(leave_all(waiting, tickets) == "a0 b0");
    CHECK_FALSE(waiting.try_move(tickets[0], "y"));
    CHECK(waiting.try_move(tickets[0], "z"));
    CHECK(waiting.try_move(tickets[1], "x"));
    CHECK(waiting.release(tickets[0]));
    CHECK(waiting.release(tickets[1]));
}

TEST_CASE("an update that has rested comes back before anything new starts", "[update_queue]")
{
    queue waiting = make_queue({1, 100, 100});
    std::vector<queue::ticket> tickets;
    waiting.add(std::make_shared<named_job>("a", 1));
    waiting.add(std::make_shared<named_job>("b", 2));
    CHECK(leave_all(waiting, tickets) == "a0");
    CHECK(waiting.try_rest(tickets[0]));
    CHECK(leave_all(waiting, tickets) == "b0");
    CHECK_FALSE(waiting.try_move(tickets[0], "host"));
    CHECK_FALSE(waiting.release(tickets[1]));
    CHECK(leave_all(waiting, tickets).empty());
    CHECK(waiting.try_move(tickets[0], "host"));
    CHECK(waiting.release(tickets[0]));
    CHECK(leave_all(waiting, tickets) == "b1");
    CHECK(waiting.release(tickets[2]));
}

TEST_CASE("a freed place of a host goes to the update that waits to come back to it", "[update_queue]")
{
    queue waiting = make_queue({100, 100, 1});
    std::vector<queue::ticket> tickets;
    waiting.add(std::make_shared<named_job>("a", 1));
    waiting.add(std::make_shared<named_job>("b", 2));
    CHECK(leave_all(waiting, tickets) == "a0");
    CHECK(waiting.try_rest(tickets[0]));
    CHECK(leave_all(waiting, tickets) == "b0");
    CHECK_FALSE(waiting.try_move(tickets[0], "host"));
    CHECK_FALSE(waiting.release(tickets[1]));
    CHECK(leave_all(waiting, tickets).empty());
    CHECK(waiting.try_move(tickets[0], "host"));
    CHECK(waiting.release(tickets[0]));
    CHECK(leave_all(waiting, tickets) == "b1");
}

TEST_CASE("a job keeps its limit when an update of it comes back", "[update_queue]")
{
    queue waiting = make_queue({100, 2, 100});
    std::vector<queue::ticket> tickets;
    const auto job = std::make_shared<named_job>("a", 5);
    waiting.add(job);
    CHECK(leave_all(waiting, tickets) == "a0 a1");
    CHECK(waiting.try_rest(tickets[0]));
    CHECK(waiting.try_move(tickets[0], "host"));
    CHECK(leave_all(waiting, tickets).empty());
    CHECK_FALSE(waiting.release(tickets[0]));
    CHECK(leave_all(waiting, tickets) == "a2");
}

TEST_CASE("no place is kept for an update that has ended while it waited to come back", "[update_queue]")
{
    queue waiting = make_queue({1, 1, 1});
    std::vector<queue::ticket> tickets;
    waiting.add(std::make_shared<named_job>("a", 1));
    waiting.add(std::make_shared<named_job>("b", 2));
    CHECK(leave_all(waiting, tickets) == "a0");
    CHECK(waiting.try_rest(tickets[0]));
    CHECK(leave_all(waiting, tickets) == "b0");
    CHECK_FALSE(waiting.try_move(tickets[0], "host"));
    CHECK_FALSE(waiting.release(tickets[1]));
    CHECK(waiting.release(tickets[0]));
    CHECK(leave_all(waiting, tickets) == "b1");
}

TEST_CASE("when the system has not enough, fewer are active until others are released", "[update_queue]")
{
    queue waiting = make_queue({4, 100, 100});
    std::vector<queue::ticket> tickets;
    waiting.add(std::make_shared<named_job>("a", 9));
    CHECK(leave_all(waiting, tickets) == "a0 a1 a2 a3");
    waiting.hold_back(tickets[3]);
    waiting.hold_back(tickets[2]);
    CHECK(leave_all(waiting, tickets).empty());
    CHECK_FALSE(waiting.try_move(tickets[3], "host"));
    waiting.release(tickets[0]); // 3 may be active, and one of them wants to come back
    CHECK(leave_all(waiting, tickets) == "a4");
    CHECK(waiting.try_move(tickets[3], "host"));
    CHECK(leave_all(waiting, tickets).empty());
    waiting.release(tickets[1]);
    CHECK(leave_all(waiting, tickets) == "a5 a6");
}

TEST_CASE("one may always be active, however little the system has", "[update_queue]")
{
    queue waiting({2, 100, 100}, 1, 1);
    std::vector<queue::ticket> tickets;
    waiting.add(std::make_shared<named_job>("a", 3));
    CHECK(leave_all(waiting, tickets) == "a0 a1");
    waiting.hold_back(tickets[0]);
    waiting.hold_back(tickets[1]); // which cannot rest, for only one may
    CHECK(waiting.try_rest(tickets[0]));
    CHECK_FALSE(waiting.try_rest(tickets[1]));
    waiting.release(tickets[1]);
    CHECK(waiting.try_move(tickets[0], "host"));
}

TEST_CASE("a job that is held stays in the queue, and takes its turn again afterwards", "[update_queue][pause]")
{
    queue waiting = make_queue({2, 100, 100});
    const auto a = std::make_shared<named_job>("a", 3);
    const auto b = std::make_shared<named_job>("b", 3);
    waiting.add(a);
    waiting.add(b);
    std::vector<queue::ticket> tickets;
    waiting.hold(a, true);
    CHECK(leave_all(waiting, tickets) == "b0 b1");
    waiting.hold(a, false);
    waiting.hold(a, false);
    CHECK_FALSE(waiting.release(tickets[0]));
    CHECK_FALSE(waiting.release(tickets[1]));
    tickets.clear();
    CHECK(leave_all(waiting, tickets) == "b2 a0");
    waiting.hold(a, true);
    CHECK(waiting.release(tickets[0]));
    CHECK_FALSE(waiting.release(tickets[1]));
    CHECK_FALSE(waiting.next(0));
    CHECK(waiting.cancel(*a)); // a held job can be aborted
}

TEST_CASE("a job that is held does not keep those that wait for its host", "[update_queue][pause]")
{
    queue waiting = make_queue({100, 100, 1});
    const auto a = std::make_shared<named_job>("a", 1);
    const auto b = std::make_shared<named_job>("b", 1);
    const auto c = std::make_shared<named_job>("c", 1);
    std::vector<queue::ticket> tickets;
    waiting.add(a);
    waiting.add(b);
    waiting.add(c);
    CHECK(leave_all(waiting, tickets) == "a0"); // b and c wait for the host
    waiting.hold(b, true);
    waiting.set_priority(*c, 0);
    CHECK(waiting.release(tickets[0]));
    tickets.clear();
    CHECK(leave_all(waiting, tickets) == "c0");
    waiting.hold(b, false);
    CHECK(waiting.release(tickets[0]));
    tickets.clear();
    CHECK(leave_all(waiting, tickets) == "b0");
}

TEST_CASE("a priority that is changed holds for what has not left yet", "[update_queue][pause]")
{
    queue waiting = make_queue({1, 100, 100});
    const auto a = std::make_shared<named_job>("a", 2);
    const auto b = std::make_shared<named_job>("b", 2);
    waiting.add(a);
    waiting.add(b);
    waiting.set_priority(*b, 3);
    std::vector<queue::ticket> tickets;
    CHECK(leave_all(waiting, tickets) == "b0");
    waiting.set_priority(*b, 0);
    CHECK_FALSE(waiting.release(tickets[0]));
    tickets.clear();
    CHECK(leave_all(waiting, tickets) == "a0");
}

TEST_CASE("no room is kept for a resting update that does not want to come back for now", "[update_queue][pause]")
{
    queue waiting = make_queue({1, 100, 100});
    const auto a = std::make_shared<named_job>("a", 1);
    const auto b = std::make_shared<named_job>("b", 2);
    waiting.add(a);
    waiting.add(b);
    queue::ticket paused = *waiting.next(0);
    REQUIRE(waiting.try_rest(paused));
    queue::ticket running = *waiting.next(0);
    CHECK_FALSE(waiting.try_move(paused, "host")); // it would come next
    waiting.rest_without_file(paused);
    CHECK_FALSE(paused.is_counted);
    CHECK_FALSE(waiting.release(running));
    running = *waiting.next(0);
    CHECK_FALSE(waiting.try_move(paused, "host"));
    waiting.expect_nothing(paused);
    CHECK(waiting.release(running));
    CHECK(waiting.try_move(paused, "host"));
    CHECK(waiting.release(paused));
}

TEST_CASE("slots that no update waits for are lent, within the limits of engine and host", "[update_queue][loans]")
{
    queue waiting = make_queue({3, 1, 2});
    waiting.add(std::make_shared<named_job>("a", 1));
    const queue::ticket a = *waiting.next(0);
    const auto first = waiting.try_lend("host", 0); // whatever the limit of the job
    REQUIRE(first);
    CHECK_FALSE(waiting.try_lend("host", 0));
    const auto other = waiting.try_lend("other", 0);
    REQUIRE(other);
    CHECK_FALSE(waiting.try_lend("third", 0)); // the engine has no more
    CHECK_FALSE(waiting.wants_loans());
    waiting.take_back(*other);
    CHECK(waiting.try_lend("third", 0));
    CHECK(waiting.release(a));
    waiting.take_back(*first);
    CHECK(waiting.try_lend("host", 0));
}

TEST_CASE("nothing is lent while somebody waits, and what is lent is wanted back", "[update_queue][loans]")
{
    queue waiting = make_queue({3, 100, 2});
    std::vector<queue::ticket> tickets;
    waiting.add(std::make_shared<named_job>("a", 1));
    CHECK(leave_all(waiting, tickets) == "a0");
    const auto loan = waiting.try_lend("host", 0);
    REQUIRE(loan);
    SECTION("for the host")
    {
        waiting.add(std::make_shared<named_job>("b", 1));
        CHECK(leave_all(waiting, tickets).empty());
    }
    SECTION("for the engine")
    {
        REQUIRE(waiting.try_lend("other", 0));
        waiting.add(std::make_shared<named_job>("b", 1));
    }
    SECTION("to come back")
    {
        waiting.rest(tickets[0]);
        waiting.add(std::make_shared<named_job>("c", 1));
        REQUIRE(waiting.next(0));
        CHECK_FALSE(waiting.try_move(tickets[0], "host"));
        CHECK(waiting.wants_loans());
        CHECK_FALSE(waiting.try_lend("other", 0));
        waiting.take_back(*loan);
        CHECK(waiting.try_move(tickets[0], "host"));
        CHECK_FALSE(waiting.wants_loans());
        return;
    }
    CHECK(waiting.wants_loans());
    CHECK_FALSE(waiting.try_lend("third", 0));
    waiting.take_back(*loan);
    tickets.clear();
    CHECK(leave_all(waiting, tickets) == "b0");
    CHECK_FALSE(waiting.wants_loans());
}

TEST_CASE("a cancelled job that waits wants no loan back for long", "[update_queue][loans]")
{
    queue waiting = make_queue({2, 100, 1});
    std::vector<queue::ticket> tickets;
    const auto loan = waiting.try_lend("host", 0);
    REQUIRE(loan);
    const auto cancelled = std::make_shared<named_job>("a", 1);
    waiting.add(cancelled);
    CHECK(leave_all(waiting, tickets).empty());
    CHECK(waiting.wants_loans());
    CHECK(waiting.cancel(*cancelled));
    waiting.take_back(*loan);
    CHECK(leave_all(waiting, tickets).empty());
    CHECK(waiting.try_lend("host", 0));
    CHECK_FALSE(waiting.wants_loans());
}

TEST_CASE("what is lent to a thread counts as its work", "[update_queue][loans]")
{
    queue waiting = make_queue({100, 100, 100}, 2);
    const auto loan = waiting.try_lend("host", 1);
    REQUIRE(loan);
    waiting.add(std::make_shared<named_job>("a", 2));
    CHECK_FALSE(waiting.is_waiting_for(1));
    CHECK(waiting.is_waiting_for(0));
    REQUIRE(waiting.next(0));
    CHECK_FALSE(waiting.try_lend("host", 0)); // another waits
    waiting.take_back(*loan);
    CHECK_FALSE(waiting.is_waiting_for(0));
    CHECK(waiting.next(1));
}

TEST_CASE("a host is known as long as something is lent for it", "[update_queue][loans]")
{
    queue waiting = make_queue({100, 100, 1});
    std::vector<queue::ticket> tickets;
    const auto loan = waiting.try_lend("host", 0);
    REQUIRE(loan);
    waiting.add(std::make_shared<named_job>("a", 1));
    CHECK(leave_all(waiting, tickets).empty());
    waiting.take_back(*loan);
    CHECK(leave_all(waiting, tickets) == "a0");
    CHECK_FALSE(waiting.try_lend("host", 0));
    CHECK(waiting.release(tickets[0]));
    CHECK(waiting.try_lend("host", 0));
}
