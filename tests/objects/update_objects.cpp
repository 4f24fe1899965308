// SPDX-License-Identifier: MIT

#include "doubles.hpp"
#include <wua/com/com_ptr.hpp>
#include <wua/job/update_table.hpp>
#include <wua/objects/to_update_item.hpp>
#include <wua/objects/update.hpp>
#include <wua/objects/update_collection.hpp>
#include <wua/objects/update_objects.hpp>

#include <memory>
#include <vector>

using namespace wua;
using namespace wua::detail;
using namespace doubles;

namespace
{

bool is_downloaded(IUpdate& update)
{
    VARIANT_BOOL value = variant_false;
    throw_if_failed(update.get_IsDownloaded(&value));
    return value != variant_false;
}

// A log of two updates, of which the first was downloaded.
com_ptr<update_table> half_done()
{
    auto log = make<update_table>(make_items(2));
    (*log)[0].result.keep(outcome::succeeded());
    (*log)[1].result.keep(outcome::failed(e_fail));
    return log;
}

} // namespace

TEST_CASE("the objects of items are made once, and stand for the very items", "[update_objects]")
{
    const auto log = make<update_table>(make_items(3));
    const update_pointer& item = log->updates().front();
    const long uses = item.use_count();
    update_objects objects(log);
    CHECK(item.use_count() == uses); // nobody has asked yet
    const auto all = objects.all();
    REQUIRE(all.size() == 3);
    CHECK(item.use_count() > uses);
    CHECK(to_update_item(*all.front()) == item);
    CHECK(objects.all() == all);
    CHECK(updates_of(*objects.collection()) == all);
    CHECK(objects.collection() == objects.collection());
}

TEST_CASE("what was downloaded says so, whether its object was there before or is made later", "[update_objects]")
{
    update_objects objects(half_done());
    std::vector<com_ptr<IUpdate>> before;
    SECTION("before")
    {
        before = objects.all();
        CHECK_FALSE(is_downloaded(*before[0]));
    }
    SECTION("later") {}
    objects.settle(wua::job_kind::download);
    const auto all = objects.all();
    CHECK(is_downloaded(*all[0]));
    CHECK_FALSE(is_downloaded(*all[1]));
    CHECK((before.empty() || before == all));
}

TEST_CASE("objects that a client has made stay the client's", "[update_objects]")
{
    const auto log = half_done();
    const std::vector<com_ptr<IUpdate>> given = {make_update(log->updates()[0]), make_update(log->updates()[1])};
    update_objects objects(log, kept_updates(given));
    CHECK(objects.all() == given);
    CHECK(updates_of(*objects.collection()) == given);
    objects.settle(wua::job_kind::download);
    CHECK(is_downloaded(*given[0]));
    CHECK_FALSE(is_downloaded(*given[1]));
}
