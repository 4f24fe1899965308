// SPDX-License-Identifier: MIT
#pragma once

// Everything that needs the standard library alone.

#include <wua/engine/blocking_engine.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/model/progress_contract.hpp>
#include <wua/objects/job.hpp>
#include <wua/objects/observed_job.hpp>
#include <wua/objects/update_searcher.hpp>
#include <wua/objects/update_session.hpp>
#include <wua/wuapi/extensions.hpp>
#include <wua/wuapi/wuapi.hpp>
