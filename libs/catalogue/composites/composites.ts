import { complaintAgeing } from './complaint-ageing.js';
import type { Composite } from './composite.js';
import { lastTouch } from './last-touch.js';
import { perfectOrder } from './perfect-order.js';

/** Every composite, those of departments first. */
export const COMPOSITES: readonly Composite[] = [complaintAgeing, perfectOrder, lastTouch];
