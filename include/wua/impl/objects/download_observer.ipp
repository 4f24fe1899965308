// SPDX-License-Identifier: MIT
#pragma once

// The body of <wua/objects/download_observer.hpp>, for separate compilation.

#include <wua/impl/objects/client_observer.ipp>
#include <wua/objects/download_observer.hpp>

namespace wua::detail
{

template class client_observer<download_kind>;

} // namespace wua::detail
