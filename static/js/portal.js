/* The scripts of every page but theme.js, in order. `collectstatic` puts them in here: guidelines/frame/bundling.py. */
import './menus.js';
import './messages.js';
import './palette.js';
import './copy.js';
import './keys.js';
import './reading.js';
import './groups.js';
import './confirm.js';
import './watch.js';
import './ask.js';
import './print.js';
