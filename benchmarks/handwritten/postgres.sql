-- The same matrix for PostgreSQL, which computes it in the same steps: hashed groups, hashed joins, one row a customer.
WITH people AS (
  SELECT customer_id, email_consent OR sms_consent AS consents
  FROM customers
  WHERE joined_on <= DATE '2025-06-30'
), lead AS (
  SELECT customer_id FROM leads
  WHERE created_at < TIMESTAMP '2025-07-01' OR created_at IS NULL
  GROUP BY customer_id
), opportunity AS (
  SELECT customer_id FROM opportunities
  WHERE (opened_on <= DATE '2025-06-30' OR opened_on IS NULL) AND (closed_on > DATE '2025-06-30' OR closed_on IS NULL)
  GROUP BY customer_id
), vehicle AS (
  SELECT
    customer_id,
    MIN(delivered_on) AS since,
    MAX(mileage) AS mileage,
    COUNT(*) FILTER (
      WHERE warranty_end BETWEEN DATE '2025-06-30' AND DATE '2025-12-30'
      OR finance_end BETWEEN DATE '2025-06-30' AND DATE '2025-12-30'
    ) AS ends,
    COUNT(*) FILTER (WHERE warranty_end > DATE '2025-12-30' OR finance_end > DATE '2025-12-30') AS ends_later
  FROM vehicles
  WHERE delivered_on <= DATE '2025-06-30' OR delivered_on IS NULL
  GROUP BY customer_id
), visit AS (
  SELECT customer_id, COUNT(*) AS visits FROM web_visits
  WHERE visited_at >= TIMESTAMP '2025-04-02' AND visited_at < TIMESTAMP '2025-07-01'
  GROUP BY customer_id
), action AS (
  SELECT customer_id, COUNT(*) AS actions FROM actions
  WHERE acted_at >= TIMESTAMP '2025-04-02' AND acted_at < TIMESTAMP '2025-07-01'
    AND kind IN ('quote', 'test_drive', 'consultation', 'showroom')
  GROUP BY customer_id
), survey AS (
  SELECT
    customer_id,
    MAX((answered_on - DATE '2000-01-01') * 4294967296 + score) FILTER (WHERE kind = 'test_drive') & 4294967295 AS drive,
    MAX((answered_on - DATE '2000-01-01') * 4294967296 + score) FILTER (WHERE kind = 'satisfaction') & 4294967295
      AS satisfaction,
    MAX((answered_on - DATE '2000-01-01') * 4294967296 + plan_months) FILTER (
      WHERE kind = 'plan' AND answered_on >= DATE '2024-07-01'
    ) & 4294967295 AS plan
  FROM surveys
  WHERE answered_on <= DATE '2025-06-30'
  GROUP BY customer_id
), send AS (
  SELECT
    customer_id,
    COUNT(*) FILTER (WHERE responded AND sent_at >= TIMESTAMP '2025-04-02') AS answered_90,
    COUNT(responded) FILTER (WHERE sent_at >= TIMESTAMP '2025-04-02') AS sent_90,
    COUNT(*) FILTER (WHERE responded) AS answered,
    COUNT(responded) AS sent
  FROM campaign_sends
  WHERE sent_at >= TIMESTAMP '2024-07-01' AND sent_at < TIMESTAMP '2025-07-01'
  GROUP BY customer_id
), event AS (
  SELECT customer_id, COUNT(*) FILTER (WHERE attended_on >= DATE '2025-04-02') AS events_90, COUNT(*) AS events
  FROM event_participations
  WHERE attended_on BETWEEN DATE '2024-07-01' AND DATE '2025-06-30'
  GROUP BY customer_id
), complaint AS (
  SELECT customer_id, COUNT(*) AS complaints FROM complaints
  WHERE received_on BETWEEN DATE '2023-07-01' AND DATE '2025-06-30'
  GROUP BY customer_id
), service AS (
  SELECT customer_id, COUNT(*) AS services FROM service_visits
  WHERE visited_on BETWEEN DATE '2024-07-01' AND DATE '2025-06-30'
  GROUP BY customer_id
), enquiry AS (
  SELECT customer_id, COUNT(*) AS enquiries FROM enquiries
  WHERE asked_at >= TIMESTAMP '2024-07-01' AND asked_at < TIMESTAMP '2025-07-01' AND topic = 'service'
  GROUP BY customer_id
), purchase AS (
  SELECT customer_id, COUNT(*) AS purchases FROM purchases
  WHERE bought_on <= DATE '2025-06-30' OR bought_on IS NULL
  GROUP BY customer_id
), referral AS (
  SELECT customer_id, COUNT(*) AS referrals FROM referrals
  WHERE referred_on <= DATE '2025-06-30' OR referred_on IS NULL
  GROUP BY customer_id
), subscription AS (
  SELECT customer_id FROM subscriptions
  WHERE (starts_on <= DATE '2025-06-30' OR starts_on IS NULL) AND paid
    AND (ends_on IS NULL OR ends_on >= DATE '2025-06-30')
  GROUP BY customer_id
), joined AS MATERIALIZED (
  SELECT
    people.customer_id, people.consents, vehicle.since, vehicle.mileage, vehicle.ends, vehicle.ends_later,
    survey.plan, survey.drive, survey.satisfaction, visit.visits, action.actions, event.events_90, event.events,
    send.answered_90, send.sent_90, send.answered, send.sent, complaint.complaints, service.services,
    enquiry.enquiries, purchase.purchases, referral.referrals,
    lead.customer_id IS NOT NULL AS leads,
    opportunity.customer_id IS NOT NULL AS purchase,
    vehicle.customer_id IS NOT NULL AS owner,
    subscription.customer_id IS NOT NULL AS subscribed
  FROM people
  LEFT JOIN lead ON lead.customer_id = people.customer_id
  LEFT JOIN opportunity ON opportunity.customer_id = people.customer_id
  LEFT JOIN vehicle ON vehicle.customer_id = people.customer_id
  LEFT JOIN visit ON visit.customer_id = people.customer_id
  LEFT JOIN action ON action.customer_id = people.customer_id
  LEFT JOIN survey ON survey.customer_id = people.customer_id
  LEFT JOIN send ON send.customer_id = people.customer_id
  LEFT JOIN event ON event.customer_id = people.customer_id
  LEFT JOIN complaint ON complaint.customer_id = people.customer_id
  LEFT JOIN service ON service.customer_id = people.customer_id
  LEFT JOIN enquiry ON enquiry.customer_id = people.customer_id
  LEFT JOIN purchase ON purchase.customer_id = people.customer_id
  LEFT JOIN referral ON referral.customer_id = people.customer_id
  LEFT JOIN subscription ON subscription.customer_id = people.customer_id
), drive_counts AS (
  SELECT drive AS v, COUNT(*) AS n FROM joined WHERE drive IS NOT NULL GROUP BY drive
), drive_ranks AS (
  SELECT v, SUM(n) OVER (ORDER BY v) AS upto, SUM(n) OVER () AS total FROM drive_counts
), drive_edges AS (
  SELECT
    MIN(v) FILTER (WHERE (total - upto) * 10 < total * 3) AS drive_high,
    MIN(v) FILTER (WHERE (total - upto) * 2 < total) AS drive_middle
  FROM drive_ranks
), satisfaction_counts AS (
  SELECT satisfaction AS v, COUNT(*) AS n FROM joined WHERE satisfaction IS NOT NULL GROUP BY satisfaction
), satisfaction_ranks AS (
  SELECT v, SUM(n) OVER (ORDER BY v) AS upto, SUM(n) OVER () AS total FROM satisfaction_counts
), satisfaction_edges AS (
  SELECT
    MIN(v) FILTER (WHERE (total - upto) * 10 < total * 3) AS satisfaction_high,
    MIN(v) FILTER (WHERE (total - upto) * 2 < total) AS satisfaction_middle
  FROM satisfaction_ranks
), wide AS (
  SELECT
    customer_id, purchase, owner, consents, since, mileage, ends, ends_later, plan, subscribed,
    leads AND NOT purchase AND NOT owner AS engage,
    COALESCE(visits, 0) AS visits,
    COALESCE(actions, 0) AS actions,
    CASE WHEN drive >= drive_high THEN 1 WHEN drive >= drive_middle THEN 2 WHEN drive IS NOT NULL THEN 3 END AS drive,
    CASE
      WHEN satisfaction >= satisfaction_high THEN 1 WHEN satisfaction >= satisfaction_middle THEN 2
      WHEN satisfaction IS NOT NULL THEN 3
    END AS satisfaction,
    CASE WHEN sent_90 > 0 THEN CAST(answered_90 AS double precision) / sent_90 END AS rate_90,
    CASE WHEN sent > 0 THEN CAST(answered AS double precision) / sent END AS rate,
    COALESCE(events_90, 0) AS events_90,
    COALESCE(events, 0) AS events,
    COALESCE(complaints, 0) AS complaints,
    COALESCE(services, 0) AS services,
    COALESCE(enquiries, 0) AS enquiries,
    COALESCE(purchases, 0) AS purchases,
    COALESCE(referrals, 0) AS referrals
  FROM joined
  CROSS JOIN drive_edges
  CROSS JOIN satisfaction_edges
), scored AS (
  SELECT
    *,
    CASE WHEN actions >= 1 THEN 30 ELSE 0 END
    + CASE WHEN visits >= 5 THEN 20 WHEN visits >= 1 THEN 10 ELSE 0 END
    + CASE WHEN plan <= 6 THEN 20 ELSE 0 END
    + CASE WHEN rate_90 >= 0.3 THEN 15 ELSE 0 END
    + CASE WHEN events_90 >= 1 THEN 10 ELSE 0 END
    + CASE WHEN consents THEN 5 ELSE 0 END
    + CASE WHEN complaints >= 1 THEN -20 ELSE 0 END AS score
  FROM wide
), judged AS (
  SELECT
    customer_id, engage, purchase, owner,
    CASE WHEN score >= 60 THEN 1 ELSE 0 END
    | CASE WHEN score >= 25 AND score < 60 THEN 2 ELSE 0 END
    | CASE WHEN score < 25 THEN 4 ELSE 0 END
    | CASE WHEN actions >= 1 THEN 8 ELSE 16 END
    | CASE drive WHEN 1 THEN 32 WHEN 2 THEN 64 WHEN 3 THEN 128 ELSE 0 END
    | CASE WHEN visits >= 5 THEN 768 WHEN visits >= 3 THEN 512 WHEN visits = 0 THEN 1024 ELSE 0 END
    | CASE WHEN events_90 >= 1 OR rate_90 >= 0.3 THEN 2048 ELSE 0 END
    | CASE WHEN rate_90 BETWEEN 0.1 AND 0.3 THEN 4096 ELSE 0 END
    | CASE WHEN rate_90 < 0.1 THEN 8192 ELSE 0 END
    | CASE WHEN plan <= 6 THEN 16384 WHEN plan > 6 THEN 32768 ELSE 0 END
    | CASE WHEN services >= 2 THEN 65536 WHEN services = 1 THEN 131072 ELSE 262144 END
    | CASE WHEN enquiries >= 2 THEN 524288 ELSE 1048576 END
    | CASE WHEN purchases >= 2 OR referrals >= 1 THEN 2097152 ELSE 0 END
    | CASE WHEN purchases < 2 THEN 4194304 ELSE 0 END
    | CASE WHEN since <= DATE '2020-06-30' THEN 25165824 WHEN since <= DATE '2022-06-30' THEN 16777216 ELSE 0 END
    | CASE satisfaction WHEN 1 THEN 33554432 WHEN 2 THEN 67108864 WHEN 3 THEN 134217728 ELSE 0 END
    | CASE WHEN events >= 2 THEN 805306368 WHEN events = 1 THEN 536870912 ELSE 1073741824 END
    | CASE WHEN rate >= 0.4 THEN 2147483648 ELSE 0 END
    | CASE WHEN rate BETWEEN 0.2 AND 0.4 THEN 4294967296 ELSE 0 END
    | CASE WHEN rate < 0.2 THEN 8589934592 ELSE 0 END
    | CASE WHEN complaints = 0 THEN 17179869184 ELSE 34359738368 END
    | CASE WHEN subscribed THEN 68719476736 ELSE 0 END
    | CASE WHEN mileage >= 50000 THEN 412316860416 WHEN mileage >= 30000 THEN 274877906944 ELSE 0 END
    | CASE WHEN ends >= 1 THEN 549755813888 ELSE 0 END
    | CASE WHEN ends_later >= 1 THEN 1099511627776 ELSE 0 END
    | CASE WHEN events_90 >= 1 OR rate_90 >= 0.4 THEN 2199023255552 ELSE 0 END
    | CASE WHEN rate_90 BETWEEN 0.2 AND 0.4 THEN 4398046511104 ELSE 0 END
    | CASE WHEN rate_90 < 0.2 THEN 8796093022208 ELSE 0 END AS bits
  FROM scored
)
SELECT
  customer_id,
  bits,
  CASE WHEN engage THEN CASE WHEN bits & 1 > 0 THEN '1.1' WHEN bits & 2 > 0 THEN '1.2' ELSE '1.3' END END AS cell_engage,
  CASE WHEN purchase THEN CASE
    WHEN bits & 18728 = 18728 THEN '2.1' WHEN bits & 37448 = 37448 THEN '2.2' WHEN bits & 9360 = 9360 THEN '2.3'
  END END AS cell_purchase,
  CASE WHEN owner THEN CASE
    WHEN bits & 65536 > 0 THEN '3.1' WHEN bits & 655360 = 655360 THEN '3.2' WHEN bits & 1310720 = 1310720 THEN '3.3'
  END END AS cell_maintain,
  CASE WHEN owner THEN CASE
    WHEN bits & 88359305216 = 88359305216 THEN '4.1'
    WHEN bits & 22099787776 = 22099787776 THEN '4.2'
    WHEN bits & 44161826816 = 44161826816 THEN '4.3'
  END END AS cell_loyalty,
  CASE WHEN owner THEN CASE
    WHEN bits & 2903439851784 = 2903439851784 THEN '5.1'
    WHEN bits & 5789699834376 = 5789699834376 THEN '5.2'
    WHEN bits & 9517790135312 = 9517790135312 THEN '5.3'
  END END AS cell_repurchase
FROM judged
