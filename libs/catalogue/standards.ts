/**
 * Where the definition of a metric comes from, and anchors to begin with before the company has twelve months of its own. A list beside
 * the definitions, as the counter-metrics are: it decides nothing, and no hash covers it.
 */
export interface Standard {
  /** The standard or scheme that defines or asks the like, and what is known of its levels; one or two sentences. */
  readonly source: string;
  /** Floor, target and world class, parts per million of hits; undefined where nothing speaks for any. */
  readonly anchorsPpm?: readonly [floor: number, target: number, worldClass: number];
}

/** Of every metric of the catalogue, by its id. */
export const STANDARDS: Readonly<Record<string, Standard>> = {
  payment_approved_in_time: {
    source: 'No published standard. The limit of a day is usual for cards that are checked by hand.',
  },
  order_kept: {
    source:
      'Pre-fulfilment cancel rate of marketplaces for their sellers (Amazon), also with cancellations by the customer.',
  },
  payment_succeeded: {
    source: 'Payment acceptance rate of payment providers. The anchors are an estimate.',
    anchorsPpm: [900_000, 960_000, 985_000],
  },
  released_in_time: {
    source: 'Source and make cycle time of SCOR (RS.2), as a share within a limit. The anchors are an estimate.',
    anchorsPpm: [920_000, 980_000, 995_000],
  },
  not_canceled_by_shop: {
    source: 'Pre-fulfilment cancel rate of marketplaces for their sellers: Amazon limits it to 2.5 %.',
    anchorsPpm: [975_000, 990_000, 997_000],
  },
  items_found: {
    source: 'Found rate of shopping services (Uber): original items found by items requested.',
    anchorsPpm: [920_000, 970_000, 990_000],
  },
  promised_with_good_odds: {
    source: 'No published standard was found: schemes measure whether a promise was kept, and not whether it could be.',
    anchorsPpm: [900_000, 970_000, 990_000],
  },
  goods_as_described: {
    source: 'Item-not-as-described rate of eBay, counted as orders without such a return or claim.',
    anchorsPpm: [980_000, 992_000, 997_000],
  },
  promise_not_padded: {
    source:
      'No published standard. Amazon counts on-time delivery by the date before padding since 2024 for the same reason.',
  },
  promised_days: { source: 'Beside order fulfilment cycle time of SCOR (RS.1.1).' },
  delivered_days: { source: 'Order fulfilment cycle time of SCOR (RS.1.1), as the mean of orders.' },
  substitutes_accepted: {
    source: 'Replacement acceptance of shopping services (Uber). The anchors are an estimate.',
    anchorsPpm: [600_000, 800_000, 900_000],
  },
  order_data_right: {
    source: 'Order documentation accuracy of SCOR, for what a person corrected. The anchors are an estimate.',
    anchorsPpm: [970_000, 990_000, 998_000],
  },
  no_voucher_for_failure: { source: 'No published standard.' },
  voucher_cost: { source: 'No published standard; costs of poor quality by cause.' },
  checkout_completed: {
    source: 'Checkout completion of web shops: Baymard finds that 70.2 % of carts are abandoned in the mean.',
    anchorsPpm: [350_000, 500_000, 650_000],
  },
  in_stock_when_viewed: {
    source: 'In-stock rate of retailers, weighted by views. The anchors are an estimate, and below 100 % on purpose.',
    anchorsPpm: [900_000, 950_000, 980_000],
  },
  priced_near_lowest: {
    source: 'Price index of retailers, as the share of views near the lowest price. The anchors are an estimate.',
    anchorsPpm: [700_000, 850_000, 950_000],
  },
  back_in_stock_told: {
    source: 'No published standard. The anchors are an estimate.',
    anchorsPpm: [700_000, 900_000, 990_000],
  },
  replenishment_reminded: { source: 'No published standard.' },
  no_repeated_failure: {
    source:
      'A survey of 600 customers in the US: 83 % stay after one late order, 45 % after several. The anchors are an estimate.',
    anchorsPpm: [980_000, 995_000, 999_000],
  },
  handed_over_by_limit: {
    source: 'Late shipment rate of Amazon (limit 4 %); on-time shipment of WERC, best in class 99.7 %.',
    anchorsPpm: [960_000, 988_000, 997_000],
  },
  handed_over_at_last: { source: 'No published standard; it keeps a late order from being given up.' },
  picked_right: {
    source: 'Order picking accuracy of WERC: best in class from 99.9 % on.',
    anchorsPpm: [990_000, 997_000, 999_000],
  },
  shipped_complete: {
    source: 'Order fill rate of WERC: best in class 99.56 %.',
    anchorsPpm: [970_000, 990_000, 995_600],
  },
  loaded_on_planned_departure: {
    source: 'Departure adherence of hubs. The anchors are an estimate.',
    anchorsPpm: [950_000, 985_000, 997_000],
  },
  left_undamaged: {
    source: 'Damage-free shipments of WERC: best in class 99.7 %.',
    anchorsPpm: [985_000, 993_000, 997_000],
  },
  no_item_wrong_or_short: { source: 'Mis-shipments of warehouses, which are counted by pieces; here by parcels.' },
  tracking_told_and_scanned: {
    source: 'Valid tracking rate of Amazon (limit 95 %), and told to the customer.',
    anchorsPpm: [950_000, 988_000, 998_000],
  },
  no_packaging_complaint: {
    source: 'No published standard. The anchors are an estimate.',
    anchorsPpm: [997_000, 999_000, 999_700],
  },
  packaging_wish_honoured: { source: 'No published standard.' },
  no_overage: {
    source: 'Overages of OS&D reports of carriers and warehouses, which are counted by pieces; here by parcels.',
  },
  lines_filled: {
    source: 'Line fill rate of WERC. The anchors are an estimate.',
    anchorsPpm: [960_000, 985_000, 995_000],
  },
  packed_in_time: {
    source: 'Internal order cycle time of WERC, as a share within a limit. The anchors are an estimate.',
    anchorsPpm: [900_000, 970_000, 995_000],
  },
  goods_available_in_time: {
    source: 'Dock-to-stock cycle time of WERC, as a share within a limit. The limit and the anchors are an estimate.',
    anchorsPpm: [700_000, 900_000, 980_000],
  },
  return_inspected_in_time: {
    source: 'Return processing time of warehouses, as a share within a limit. The anchors are an estimate.',
    anchorsPpm: [850_000, 950_000, 990_000],
  },
  location_record_right: {
    source: 'Inventory count accuracy by location of WERC.',
    anchorsPpm: [950_000, 988_000, 999_000],
  },
  packaging_standard_met: { source: 'Audits against a standard, as COPC asks for; no published level.' },
  return_refunded_in_time: {
    source: 'The 14 days in which consumer law of the UK and the EU wants a refund, with the way of the goods.',
  },
  return_link_hours: { source: 'Return cycle time of SCOR, link by link.' },
  staff_trained: { source: 'Training compliance of learning systems.' },
  drivers_trained: { source: 'Training compliance of learning systems.' },
  agents_trained: { source: 'Training compliance of learning systems; COPC asks for it before agents take contacts.' },
  delivered_by_first_promise: {
    source:
      'On-time delivery rate of Amazon (limit 90 %, advised 95 %), without extended promises; WERC best in class 99.48 %.',
    anchorsPpm: [900_000, 950_000, 994_800],
  },
  arrived_at_last: { source: 'Delivery completion rate of parcel carriers, in a limit of days.' },
  ready_for_collection_by_promise: {
    source: 'No published standard; on-time delivery for orders that customers collect.',
  },
  needed_by_day_kept: { source: 'No published standard.' },
  on_time_in_full: {
    source: 'OTIF or DIFOT, as Walmart asks of its suppliers.',
    anchorsPpm: [850_000, 950_000, 980_000],
  },
  parcel_delivered_by_first_promise: { source: 'On-time delivery rate, of parcels.' },
  delivered_at_first_attempt: {
    source: 'First-attempt delivery rate: carriers publish 88.1 % for Ireland, 93.7 % for the UK, 97.2 % for the US.',
    anchorsPpm: [880_000, 950_000, 972_000],
  },
  delivered_and_received: {
    source: 'Delivered not received of scorecards of delivery partners: 1,100 of a million is good.',
    anchorsPpm: [998_500, 998_900, 999_500],
  },
  undamaged_in_transit: {
    source: 'Breakage of carriers. The anchors are an estimate.',
    anchorsPpm: [995_000, 998_000, 999_500],
  },
  not_lost: {
    source: 'Lost on road of scorecards of delivery partners: 350 of a million is good.',
    anchorsPpm: [999_000, 999_650, 999_950],
  },
  delivered_in_told_window: {
    source: 'ETA accuracy of carriers with windows of up to two hours. The anchors are an estimate.',
    anchorsPpm: [850_000, 930_000, 980_000],
  },
  window_told: { source: 'No published standard; the other side of ETA accuracy.' },
  told_window_minutes: { source: 'No published standard; the other side of ETA accuracy.' },
  instruction_followed: {
    source: 'Delivery success behaviours of scorecards of delivery partners. The anchors are an estimate.',
    anchorsPpm: [950_000, 985_000, 995_000],
  },
  no_negative_feedback: {
    source:
      'Customer delivery feedback of scorecards of delivery partners: 3,680 of a million is good in the EU, 1,076 is the best class in the US.',
    anchorsPpm: [994_540, 996_320, 998_924],
  },
  no_upheld_escalation: {
    source: 'Customer escalation defect of scorecards of delivery partners: 50 and 200 of a million.',
    anchorsPpm: [999_800, 999_950, 1_000_000],
  },
  not_charged_for_failure: { source: 'No published standard.' },
  delivery_completed: {
    source: 'Delivery completion rate of scorecards of delivery partners.',
    anchorsPpm: [970_000, 990_000, 995_000],
  },
  scans_complete: {
    source: 'Tracking completeness of carriers. The anchors are an estimate.',
    anchorsPpm: [950_000, 985_000, 997_000],
  },
  delivery_proven: {
    source: 'Photo on delivery of scorecards of delivery partners.',
    anchorsPpm: [940_000, 970_000, 990_000],
  },
  contacted_when_undeliverable: {
    source: 'Contact compliance of scorecards of delivery partners.',
    anchorsPpm: [700_000, 920_000, 985_000],
  },
  contract_transit_kept: {
    source: 'Transit time adherence in contracts with carriers. The anchors are an estimate.',
    anchorsPpm: [900_000, 960_000, 990_000],
  },
  promise_kept_by_carrier: { source: 'On-time delivery rate, by carrier.' },
  collected_at_first_visit: { source: 'No published standard.' },
  told_first_of_failure: {
    source: 'No published standard was found. The anchors are an estimate.',
    anchorsPpm: [400_000, 750_000, 950_000],
  },
  no_question_after_parcel: {
    source:
      'Where-is-my-order rate: 18 % of the tickets of shops at their peak. By parcels here, and charged by milestones.',
  },
  route_near_plan: { source: 'Route deviation of fleet systems, as a share of routes.' },
  courtesy_standards_met: {
    source: 'Mystery shopping, and quality tests of postal regulators. The anchors are an estimate.',
    anchorsPpm: [700_000, 850_000, 950_000],
  },
  first_response_in_time: {
    source: 'First response time of help desks: 85 % within the limit of the channel is good.',
    anchorsPpm: [700_000, 850_000, 950_000],
  },
  solved_without_second_contact: {
    source: 'First contact resolution of SQM: mean 70 %, world class from 80 % on.',
    anchorsPpm: [600_000, 750_000, 800_000],
  },
  goodwill_paid_by_promised_day: {
    source: 'No published standard. The anchors are an estimate.',
    anchorsPpm: [950_000, 990_000, 1_000_000],
  },
  resolved_in_time: {
    source: 'Resolution time of help desks, as a share within a limit. The anchors are an estimate.',
    anchorsPpm: [700_000, 850_000, 950_000],
  },
  refund_paid_in_time: {
    source: 'Refund cycle time; consumer law of the UK and the EU wants 14 days. The anchors are an estimate.',
    anchorsPpm: [900_000, 970_000, 995_000],
  },
  commitments_kept: {
    source: 'No published standard; call-backs kept of help desks. The anchors are an estimate.',
    anchorsPpm: [900_000, 970_000, 995_000],
  },
  no_critical_error: {
    source: 'Customer-critical error accuracy of the COPC standard. The anchors are an estimate.',
    anchorsPpm: [900_000, 950_000, 980_000],
  },
  missing_item_settled_at_once: { source: 'No published standard.' },
  contact_satisfaction: {
    source: 'Top-box satisfaction, asked by a third party (SQM): world class 85 %.',
    anchorsPpm: [650_000, 770_000, 850_000],
  },
  stayed_resolved: {
    source: 'Reopen rate of help desks. The anchors are an estimate.',
    anchorsPpm: [900_000, 950_000, 980_000],
  },
  handled_without_transfer: {
    source: 'Transfer rate of contact centres. The anchors are an estimate.',
    anchorsPpm: [800_000, 900_000, 950_000],
  },
  solved_with_few_contacts: {
    source: 'Contacts by resolved issue of SQM: mean 1.5, world class 1.2; here the share of issues with few.',
  },
  service_level: {
    source: 'Service level of contact centres: 80 % within 20 seconds.',
    anchorsPpm: [700_000, 800_000, 900_000],
  },
  not_abandoned: {
    source: 'Abandonment rate of contact centres. The anchors are an estimate.',
    anchorsPpm: [920_000, 950_000, 980_000],
  },
  no_complaint: { source: 'Complaint rate, by contacts; complaints_per_order has it by orders.' },
  no_order_status_question: {
    source: 'Where-is-my-order rate, by contacts; order_status_questions_per_order has it by orders.',
  },
  complaint_resolved_soon: { source: 'Complaints unresolved after a day, of the complaints metric of Ofgem.' },
  complaint_resolved_at_last: { source: 'Complaints unresolved after 31 days, of the complaints metric of Ofgem.' },
  complaint_not_repeated: { source: 'Repeat complaints, of the complaints metric of Ofgem.' },
  complaint_not_upheld_outside: {
    source: 'Findings of the ombudsman against the company, of the complaints metric of Ofgem.',
  },
  customer_time_within_limit: { source: 'No published standard; the time of the customer beside average handle time.' },
  handed_off_without_waiting: { source: 'No published standard.' },
  handle_seconds: { source: 'Average handle time of contact centres. It is never scored: that rewards hanging up.' },
  contact_easy: {
    source: 'Customer effort score, answers 5 to 7 of 7. The anchors are an estimate.',
    anchorsPpm: [650_000, 800_000, 900_000],
  },
  customer_score: { source: 'Top-box satisfaction of a panel; UKCSI asks ten steps in place of five.' },
  customer_score_points: { source: 'Mean satisfaction of a panel; UKCSI asks ten steps in place of five.' },
};
