// A worker that unpacks the parts of the build for later visits, while Python runs in another one. It ends with that.

import { keep } from "./unpacked.js";

keep().finally(close);
