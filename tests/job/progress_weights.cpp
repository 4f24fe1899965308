// SPDX-License-Identifier: MIT
// How much of a job's bar belongs to each of its updates.

#include "catch.hpp"
#include "job/fakes.hpp"
#include <wua/job/progress_weights.hpp>
#include <wua/job/update_table.hpp>

#include <limits>

using fakes::unsized;

namespace
{

std::vector<std::uint64_t> shares(std::initializer_list<std::optional<std::uint64_t>> sizes)
{
    wua::detail::update_table log(fakes::updates(sizes));
    for (std::size_t i = 0; i != log.size(); ++i)
    {
        log[i].size = log.updates()[i]->size().value_or(wua::unknown_bytes);
    }
    const std::uint64_t sum = wua::detail::assign_weights(log);
    std::vector<std::uint64_t> weights;
    std::uint64_t all = 0;
    for (std::size_t i = 0; i != log.size(); ++i)
    {
        weights.push_back(log[i].weight);
        all += log[i].weight;
    }
    CHECK(sum == all);
    CHECK(sum > 0);
    CHECK(sum <= std::numeric_limits<std::uint64_t>::max() / 100);
    return weights;
}

using weights = std::vector<std::uint64_t>;

} // namespace

TEST_CASE("the shares of updates with sizes are their sizes", "[progress_weights]")
{
    CHECK(shares({100, 300}) == weights{100, 300});
    CHECK(shares({0, 5}) == weights{0, 5});
}

TEST_CASE("updates without a size have one half of the bar together", "[progress_weights]")
{
    CHECK(shares({300, unsized, 100, unsized}) == weights{600, 400, 200, 400});
    CHECK(shares({unsized, unsized}) == weights{1, 1});
}

TEST_CASE("where no size says anything the shares are even", "[progress_weights]")
{
    CHECK(shares({0, 0, 0}) == weights{1, 1, 1});
    CHECK(shares({0, unsized}) == weights{1, 1});
}

TEST_CASE("the shares of the largest updates keep their proportion and fit", "[progress_weights]")
{
    constexpr std::uint64_t huge = std::uint64_t{1} << 62U;
    const weights two = shares({huge, huge / 2});
    CHECK(two[0] == 2 * two[1]);
    const weights mixed = shares({huge, unsized, unsized});
    CHECK(mixed[0] == 2 * mixed[1]);
    CHECK(mixed[1] == mixed[2]);
}
